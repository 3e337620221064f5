// A snapshot in a file: whole at every instant, with no change lost, and nothing left beside it.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, readdir, readlink, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { call } from './call.mjs';
import { createEvidentlyHandler, fileStore } from './package.mjs';

const WRITER = fileURLToPath(new URL('writer.mjs', import.meta.url));
const KILLS = 200;
const TIMES = 1000;

const running = new Set();
process.once('exit', () => running.forEach((writer) => writer.kill('SIGKILL')));

test('it swaps only what it has been asked to swap', async (t) => {
  const file = await place(t);
  const store = fileStore(file);
  const absent = await store.read();
  assert.deepEqual(absent, { snapshot: null, version: 'absent' });
  assert.equal(await store.write('{"version":1}', 'other'), false);
  assert.equal(await store.write('{"version":1}', absent.version), true);
  assert.equal(await store.write('{"version":1,"a":1}', absent.version), false);
  assert.equal(await readFile(file, 'utf8'), '{"version":1}');
  const { version } = await store.read();
  assert.equal(await store.write('{"version":1,"a":2}', version), true);
  assert.equal(await store.write('{"version":1,"a":3}', version), false);
  assert.equal((await store.read()).snapshot, '{"version":1,"a":2}');
  await rm(file);
  assert.deepEqual(await store.read(), absent);
  assert.deepEqual(await readdir(join(file, '..')), []);
});

test('what another program writes is seen, also in place and of the same length', async (t) => {
  const file = await place(t);
  const store = fileStore(file);
  for (let count = 1000; count < 1050; count += 1) {
    await writeFile(file, `{"version":${count}}`);
    assert.equal((await store.read()).snapshot, `{"version":${count}}`);
  }
});

test('a file that has been still for long is not read again', async (t) => {
  const file = await place(t);
  await writeFile(file, '{"version":1}');
  const store = fileStore(file);
  const first = await store.read();
  await new Promise((resolve) => setTimeout(resolve, 2100));
  const second = await store.read();
  assert.deepEqual(second, first);
  assert.equal(await store.read(), second);
  await writeFile(file, '{"version":2}');
  assert.equal((await store.read()).snapshot, '{"version":2}');
});

test('a link stays a link, and a mode a mode', { skip: process.platform === 'win32' }, async (t) => {
  const file = await place(t);
  const target = join(file, '..', 'target.json');
  await writeFile(target, '{"version":1}');
  await chmod(target, 0o640);
  await symlink('target.json', file);
  const store = fileStore(file);
  assert.equal(await store.write('{"version":1,"a":1}', (await store.read()).version), true);
  assert.equal(await readlink(file), 'target.json');
  assert.equal(await readFile(target, 'utf8'), '{"version":1,"a":1}');
  assert.equal((await stat(target)).mode & 0o777, 0o640);
});

test('a link to a file that is yet to be stays one, however it leads there', { skip: process.platform === 'win32' }, async (t) => {
  const folder = join(await place(t), '..');
  await mkdir(join(folder, 'deep/deeper'), { recursive: true });
  // What `..` means depends on where the link before it leads.
  await symlink('deep/deeper', join(folder, 'short'));
  const links = { plain: 'far-1.json', behind: 'short/../far-2.json', absolute: join(folder, 'far-3.json'), twice: 'plain-2', 'plain-2': 'far-4.json' };
  for (const [name, target] of Object.entries(links)) await symlink(target, join(folder, name));
  for (const [name, file] of [['plain', 'far-1.json'], ['behind', 'deep/far-2.json'], ['absolute', 'far-3.json'], ['twice', 'far-4.json']]) {
    const store = fileStore(join(folder, name));
    assert.equal(await store.write('{"version":1}', (await store.read()).version), true, name);
    assert.equal(await readlink(join(folder, name)), links[name]);
    assert.equal(await readFile(join(folder, file), 'utf8'), '{"version":1}');
    assert.equal((await store.read()).snapshot, '{"version":1}');
  }
  await symlink('circle', join(folder, 'circle'));
  await assert.rejects(fileStore(join(folder, 'circle')).write('{"version":1}', 'absent'), { code: 'ELOOP' });
  await symlink('nowhere/far.json', join(folder, 'nowhere.json'));
  await assert.rejects(fileStore(join(folder, 'nowhere.json')).write('{"version":1}', 'absent'), { code: 'ENOENT' });
});

test('the name of the file may be as long as names can be', async (t) => {
  const folder = join(await place(t), '..');
  // Bytes count, in most file systems; those of two files with one beginning are not taken for each other.
  const names = [`${'n'.repeat(250)}.json`, `${'n'.repeat(249)}-.json`, `${'ü'.repeat(124)}.json`, `${'🏳'.repeat(60)}.json`];
  const stores = names.map((name) => fileStore(join(folder, name)));
  for (let round = 0; round < 2; round += 1) {
    await Promise.all(stores.map(async (store, index) => {
      assert.equal(await store.write(`{"version":${index + round}}`, (await store.read()).version), true);
    }));
  }
  for (const [index, name] of names.entries()) {
    assert.equal(await readFile(join(folder, name), 'utf8'), `{"version":${index + 1}}`);
  }
  assert.deepEqual((await readdir(folder)).sort(), [...names].sort());
});

test('what is no UTF-8 is an error, and what is no file', async (t) => {
  const file = await place(t);
  await writeFile(file, Uint8Array.of(0x7b, 0xff));
  await assert.rejects(fileStore(file).read(), TypeError);
  await assert.rejects(fileStore(join(file, '..')).read(), { code: 'EISDIR' });
});

test('what killed processes have left is removed, and what others have there is not', async (t) => {
  const file = await place(t);
  const folder = join(file, '..');
  const gone = await deadToken();
  const foreign = gone.replace(/^.{8}/, '00000000');
  for (const token of [gone, foreign]) await mkdir(join(folder, `.snapshot.json.${token}`));
  await writeFile(join(folder, `.snapshot.json.${gone}`, gone), 'half a snap');
  await writeFile(join(folder, '.snapshot.json.swp'), 'of an editor');
  await writeFile(join(folder, '.other.json.lock'), 'of another');
  assert.equal(await fileStore(file).write('{"version":1}', 'absent'), true);
  // One from another machine may be in use.
  const left = ['.other.json.lock', `.snapshot.json.${foreign}`, '.snapshot.json.swp', 'snapshot.json'];
  assert.deepEqual((await readdir(folder)).sort(), left.sort());
  await utimes(join(folder, `.snapshot.json.${foreign}`), 1, 1);
  assert.equal(await fileStore(file).write('{"version":1,"a":1}', (await fileStore(file).read()).version), true);
  assert.deepEqual((await readdir(folder)).sort(), left.filter((name) => !name.includes(foreign)).sort());
});

test('a lock whose holder is dead is free, and one of a stranger after a while', async (t) => {
  const file = await place(t);
  const lock = join(file, '../.snapshot.json.lock');
  const gone = await deadToken();
  const waited = [];
  for (const holder of [gone, gone.replace(/^.{8}/, '00000000')]) {
    await mkdir(lock);
    await writeFile(join(lock, holder), '{"version":1,"of":"the dead"}');
    const start = performance.now();
    const store = fileStore(file);
    assert.equal(await store.write(`{"version":1,"a":"${holder}"}`, (await store.read()).version), true);
    waited.push(performance.now() - start);
    assert.deepEqual(await readdir(join(file, '..')), ['snapshot.json']);
  }
  // A stranger is waited for, five seconds. Other work of the machine makes both longer.
  const [dead, stranger] = waited;
  assert.ok(stranger >= 4900 && stranger < 4 * (5000 + dead) && dead < stranger - 2500, `${dead} ms, and ${stranger} ms`);
});

test('who sleeps in the middle of a write, and is taken for dead, wakes up to have lost', { skip: process.platform === 'win32' }, async (t) => {
  const file = await place(t);
  const lock = join(file, '../.snapshot.json.lock');
  const holder = async () => (await readdir(lock).catch(() => []))[0];
  let writer;
  do {
    // One that was not hit there; what it has left is swept away.
    writer?.kill('SIGKILL');
    // Of such a size that what it does behind the lock, comparing versions, can be hit.
    await writeFile(file, JSON.stringify({ version: 1, number: 0, filling: 'x'.repeat(40_000_000) }));
    writer = start(file, 'count', 1);
    while (!(await holder()) && writer.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 1));
    writer.kill('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 100));
  } while (!(await holder()));

  const store = fileStore(file);
  const { snapshot, version } = await store.read();
  assert.equal(JSON.parse(snapshot).number, 0);
  const begun = performance.now();
  assert.equal(await store.write('{"version":1,"number":1}', version), true);
  assert.ok(performance.now() - begun > 4900);
  writer.kill('SIGCONT');
  await done(writer);
  // It has made its change anew, of what was there by then.
  assert.equal(JSON.parse(await readFile(file, 'utf8')).number, 2);
  assert.deepEqual(await readdir(join(file, '..')), ['snapshot.json']);
});

test(`killed ${KILLS} times while it writes, the file is the old one or the new one`, async (t) => {
  const file = await place(t);
  const folder = join(file, '..');
  const seen = new Set();
  let leftovers = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const writer = start(file, 'fill', 20_000 + 997 * kill);
    // From its first write on, at any moment of a write.
    await once(writer.stdout, 'data');
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 8));
    writer.kill('SIGKILL');
    await once(writer, 'close');
    const { begin, filling, end } = JSON.parse(await readFile(file, 'utf8'));
    assert.deepEqual([begin, filling.length], [end, 20_000 + 997 * kill]);
    assert.ok(begin.startsWith(`${writer.pid}-`));
    seen.add(begin);
    if ((await readdir(folder)).length > 1) leftovers += 1;
  }
  assert.equal(seen.size, KILLS);
  // Else it was never killed in the middle, and nothing is tested.
  assert.ok(leftovers > 10, `${leftovers} of ${KILLS} left something`);
  const store = fileStore(file);
  assert.equal(await store.write('{"version":1}', (await store.read()).version), true);
  assert.deepEqual(await readdir(folder), ['snapshot.json']);
});

test(`of ${TIMES} changes by each of two processes none is lost`, async (t) => {
  const file = await place(t);
  await writeFile(file, '{"version":1,"number":0}');
  await Promise.all([1, 2].map(() => done(start(file, 'count', TIMES))));
  assert.equal(JSON.parse(await readFile(file, 'utf8')).number, 2 * TIMES);
  assert.deepEqual(await readdir(join(file, '..')), ['snapshot.json']);
});

test('no change is lost when one of two writers is killed again and again', async (t) => {
  const file = await place(t);
  await writeFile(file, '{"version":1,"number":0}');
  const counting = done(start(file, 'count', TIMES));
  let isOver = false;
  counting.finally(() => (isOver = true));
  let [kills, told] = [0, 0];
  for (; !isOver; kills += 1) {
    const other = start(file, 'count', TIMES);
    other.stdout.on('data', (dots) => (told += dots.length));
    await new Promise((resolve) => setTimeout(resolve, 150 + Math.random() * 100));
    other.kill('SIGKILL');
    await once(other, 'close');
  }
  await counting;
  const { number } = JSON.parse(await readFile(file, 'utf8'));
  assert.ok(kills > 3 && told > 10, `${told} changes until ${kills} kills`);
  // Each may have made one that it did not live to tell of.
  const [least, most] = [TIMES + told, TIMES + told + kills];
  assert.ok(number >= least && number <= most, `${number} is not between ${least} and ${most}`);
});

test('of the features that two servers make none is lost', async (t) => {
  const file = await place(t);
  const handler = createEvidentlyHandler({ store: fileStore(file) });
  await call(handler, 'POST', '/projects', { name: 'shop' });
  await Promise.all([1, 2].map(() => done(start(file, 'create', 40))));
  assert.equal((await call(handler, 'GET', '/projects/shop')).body.project.featureCount, 80);
  assert.equal((await call(handler, 'GET', '/projects/shop/features')).body.features.length, 80);
});

async function place(t) {
  const folder = await mkdtemp(join(tmpdir(), 'variate-file-'));
  t.after(() => rm(folder, { recursive: true }));
  return join(folder, 'snapshot.json');
}

function start(...parameters) {
  const writer = spawn(process.execPath, [WRITER, ...parameters.map(String)], { stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(writer);
  writer.once('close', () => running.delete(writer));
  return writer;
}

async function done(writer) {
  writer.stdout.resume();
  const [code] = await once(writer, 'close');
  assert.equal(code, 0);
}

/** The token of a process of this machine that is no more, as token.ts makes it. */
async function deadToken() {
  const gone = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(gone, 'close');
  const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
  return `${host}-${gone.pid}-${randomUUID()}`;
}
