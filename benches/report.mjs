// What a run found, for reading.

import { OPERATIONS } from './operations.mjs';
import { SIZES } from './phases/cold.mjs';
import { median, ratio } from './statistics.mjs';
import { WORKLOADS } from './workloads.mjs';

/** W1 to W5 of one host: nanoseconds (of W4 microseconds), and how many times the floor's. */
export function speedReport({ title, version, clock, names, samples }, titles) {
  const rows = names.map((name) => {
    const cells = Object.keys(WORKLOADS).flatMap((workload) => {
      const own = samples[workload][name];
      const { divisor } = unit(workload);
      return [figure(median(own) / divisor), times(own, samples[workload].floor)];
    });
    return [titles[name], ...cells];
  });
  const head = Object.keys(WORKLOADS).flatMap((workload) => [`${workload} ${unit(workload).name}`, '× floor']);
  const rounds = samples.W1[names[0]]?.length ?? 0;
  return [`${title} ${version}, ${clock}, ${rounds} rounds`, '', ...table(['', ...head], rows)];
}

/** What the workloads are. */
export function legend() {
  return Object.entries(WORKLOADS).map(([name, { title, of }]) => `${name}  ${title}; ${unit(name).name} per ${of}`);
}

const PARTS = { imported: 'import', opened: 'init', loaded: 'load', answered: 'first', total: 'total' };

/** The parts of cold starts, in milliseconds; the early evaluations in microseconds. */
export function coldReport({ names, starts }, titles) {
  const of = (size, name, part, clock = 'processor') => starts[size][name].map((start) => start[part][clock]);
  return SIZES.flatMap((size) => {
    const rows = names.map((name) => [
      titles[name],
      ...Object.keys(PARTS).map((part) => figure(median(of(size, name, part)))),
      times(of(size, name, 'total'), starts[size].floor && of(size, 'floor', 'total')),
      figure(median(of(size, name, 'total', 'wall'))),
      figure(median(of(size, name, 'early')) * 1000),
    ]);
    const head = [...Object.values(PARTS), '× floor', 'on the wall', '2–101, µs each'];
    const rounds = starts[size][names[0]].length;
    return [
      `Cold start with ${size.toLocaleString('en')} flags: ms of processor time, ${rounds} fresh processes`,
      '',
      ...table(['', ...head], rows),
      '',
    ];
  });
}

/** The operations of one build of the package. */
export function operationsReport({ samples }, name, title) {
  const rows = Object.entries(OPERATIONS).map(([operation, { yardstick, most }]) => {
    const own = samples[operation][name];
    if (yardstick === undefined) return [operation, figure(median(own)), '', ''];
    const found = ratio(own, samples[yardstick][name]);
    const verdict = most === undefined ? '' : found <= most ? `at most ${most}: met` : `at most ${most}: MISSED`;
    return [operation, figure(median(own)), `${found.toFixed(2)} × ${yardstick}`, verdict];
  });
  return [`${title}: its operations in Node, ns each`, '', ...table(['', 'ns', 'times', 'target'], rows, 2)];
}

/** Lines of aligned columns: texts to the left, numbers to the right. */
function table(head, rows, numbers = Infinity) {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  return all.map((row) =>
    row
      .map((cell, column) => (column > 0 && column < numbers ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
      .join('  ')
      .trimEnd(),
  );
}

function unit(workload) {
  return workload === 'W4' ? { name: 'µs', divisor: 1000 } : { name: 'ns', divisor: 1 };
}

function times(own, floor) {
  return floor === undefined ? '' : ratio(own, floor).toFixed(2);
}

/** Three digits that count. */
function figure(number) {
  if (number >= 100) return Math.round(number).toLocaleString('en');
  return number.toFixed(number >= 10 ? 1 : 2);
}
