// A worker for the job at hand, and none when there is none.

import type { Job, Report } from './simulation';
import type { Simulation } from './state';

export interface Simulator {
  start(job: Job): void;
  cancel(): void;
}

export function createSimulator(tell: (simulation: Simulation) => void): Simulator {
  let worker: Worker | null = null;
  const end = () => {
    worker?.terminate();
    worker = null;
  };
  return {
    start(job) {
      end();
      worker = createWorker();
      worker.addEventListener('message', ({ data: report }: MessageEvent<Report>) => {
        if (report.kind === 'progress') return tell({ status: 'running', job, done: report.done });
        end();
        tell(
          report.kind === 'done'
            ? { status: 'done', job, result: report.result }
            : { status: 'failed', job, message: report.message },
        );
      });
      worker.addEventListener('error', (event) => {
        end();
        tell({ status: 'failed', job, message: event.message || 'The worker could not be started.' });
      });
      worker.postMessage(job);
      tell({ status: 'running', job, done: 0 });
    },
    cancel() {
      end();
      tell({ status: 'none' });
    },
  };
}

/** A worker loaded from the network has the policy of its own response, which is none. One from a blob has the page's. */
function createWorker(): Worker {
  const file = new URL('population-worker.js', import.meta.url).href;
  const url = URL.createObjectURL(new Blob([`import ${JSON.stringify(file)};`], { type: 'text/javascript' }));
  const worker = new Worker(url, { type: 'module' });
  // The browser has it once the worker says something.
  const forget = () => URL.revokeObjectURL(url);
  worker.addEventListener('message', forget, { once: true });
  worker.addEventListener('error', forget, { once: true });
  return worker;
}
