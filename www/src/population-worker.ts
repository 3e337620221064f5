// Decides for many entities apart from the page, which stays quick meanwhile. To cancel is to end the worker.

import { simulate, type Job, type Report } from './simulation';

/** The page need not hear of each portion. */
const MILLISECONDS_BETWEEN_REPORTS = 150;

const page = self as unknown as { postMessage(report: Report): void };

self.addEventListener('message', ({ data: job }: MessageEvent<Job>) => {
  let last = 0;
  try {
    const result = simulate(job, (done) => {
      const now = performance.now();
      if (now - last < MILLISECONDS_BETWEEN_REPORTS) return;
      last = now;
      page.postMessage({ kind: 'progress', done });
    });
    page.postMessage({ kind: 'done', result });
  } catch (error) {
    page.postMessage({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
});
