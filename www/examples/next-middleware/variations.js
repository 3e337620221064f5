/** The variations that have a page. The first is for whoever gets one without. */
export const VARIATIONS = ['classic', 'single-page', 'express'];
