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
      worker = new Worker(new URL('population-worker.js', import.meta.url), { type: 'module' });
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
