/** `core.wasm`, written here by the build. */
export const base64: string;
