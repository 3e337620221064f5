// What only this package has, in Node.

import { measure } from '../measure.mjs';
import { OPERATIONS } from '../operations.mjs';

export async function operations(run, host, names, { warm, operationRounds, budget }) {
  const sessions = {};
  try {
    for (const name of names) sessions[name] = host.start(await run.operations(name));
    const samples = await measure(sessions, Object.keys(OPERATIONS), { warm, rounds: operationRounds, budget });
    return { names, samples };
  } finally {
    for (const session of Object.values(sessions)) await session.end();
  }
}
