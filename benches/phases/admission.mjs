// Before anything is timed: who decides at all what it would be timed for.

/** Those whom the guard lets pass, in Node and of many users, with what it found. The others are dropped from the run. */
export async function admitted(run, host, names, { guard }) {
  const passed = {};
  for (const name of names) {
    const session = await started(run, host, name, guard);
    if (session === undefined) continue;
    passed[name] = session.found;
    await session.end();
  }
  return passed;
}

/** A participant at work, if the guard lets it pass, and what the guard found; else it is dropped from this host. */
export async function started(run, host, name, users) {
  let session;
  try {
    session = await host.start(await run.participant(name, host));
    return { ...session, found: await session.ask('guard', users) };
  } catch (error) {
    run.drop(name, host.title, error);
    await session?.end();
    return undefined;
  }
}
