// All that the page knows, in one object. What is seen is a function of it; what is done replaces members of it.

import type { Job, SimulationResult } from './simulation';

/** A feature of Evidently's model or a flag of AppConfig's. */
export interface Subject {
  readonly kind: 'feature' | 'flag';
  readonly name: string;
}

export function isSame(one: Subject | null, other: Subject | null): boolean {
  return one?.kind === other?.kind && one?.name === other?.name;
}

/** Somebody to decide for. */
export interface Persona {
  readonly name: string;
  readonly entityId: string;
  /** The evaluation context as JSON text, as it was typed. */
  readonly context: string;
}

export const LISTS = ['features', 'snapshot', 'other'] as const;
export type List = (typeof LISTS)[number];

export const VIEWS = ['why', 'schedule', 'population', 'comparison', 'code'] as const;
export type View = (typeof VIEWS)[number];

/** What a link carries. */
export interface Shared {
  /** The text of the snapshot, whatever stands in it. */
  readonly snapshot: string;
  /** The text of the snapshot to compare with; empty if there is none. */
  readonly other: string;
  readonly selected: Subject | null;
  readonly filter: string;
  readonly persona: Persona;
  /** The moment to decide at, in milliseconds since 1970. */
  readonly now: number;
  /** What stands on the left, and what on the right. */
  readonly list: List;
  readonly view: View;
  /** How many entities to simulate. */
  readonly count: number;
}

/** The part of the state that a link carries. */
export function sharedOf({ snapshot, other, selected, filter, persona, now, list, view, count }: Shared): Shared {
  return { snapshot, other, selected, filter, persona, now, list, view, count };
}

/** What the worker is doing, or has done. It is about the job: as soon as another would be asked for, it is old. */
export type Simulation =
  | { readonly status: 'none' }
  | { readonly status: 'running'; readonly job: Job; readonly done: number }
  | { readonly status: 'done'; readonly job: Job; readonly result: SimulationResult }
  | { readonly status: 'failed'; readonly job: Job; readonly message: string };

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Everything. */
export interface State extends Shared {
  readonly personas: readonly Persona[];
  readonly theme: Theme;
  /** What became of many entities, and of many in two snapshots. */
  readonly population: Simulation;
  readonly movement: Simulation;
  /** Said once, to everybody: what was opened, copied, or could not be. */
  readonly notice: string;
  /** How often something was opened in the place of a snapshot. */
  readonly opened: number;
}

/** Whether nothing has changed but how far simulations are, and what is said once. */
export function isCalm(state: State, before: State): boolean {
  const passing: readonly (keyof State)[] = ['population', 'movement', 'notice'];
  return (Object.keys(state) as (keyof State)[]).every(
    (member) => passing.includes(member) || state[member] === before[member],
  );
}

export type Change = Partial<State>;

/** Takes a change of the state. */
export type Update = (change: Change) => void;

export interface Store {
  get(): State;
  update: Update;
  /** Called after each change, with the state before it. */
  subscribe(listener: (state: State, before: State) => void): void;
}

export function createStore(initial: State): Store {
  let state = initial;
  const listeners: ((state: State, before: State) => void)[] = [];
  return {
    get: () => state,
    update(change) {
      const before = state;
      state = { ...state, ...change };
      for (const listener of listeners) listener(state, before);
    },
    subscribe: (listener) => void listeners.push(listener),
  };
}
