// Personas that the user keeps: in this browser, and nowhere else.

import type { Persona } from './state';

const KEY = 'variate.personas';

export function keptPersonas(): Persona[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept)
      ? kept.filter(isPersona).map(({ name, entityId, context }) => ({ name, entityId, context }))
      : [];
  } catch {
    return [];
  }
}

/** A page may be forbidden to keep anything; then personas last as long as it is open. */
export function keep(personas: readonly Persona[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(personas));
  } catch {
    // Nothing to be done.
  }
}

/** The list with this one in the place of the one of its name, or at the end. */
export function withPersona(personas: readonly Persona[], persona: Persona): Persona[] {
  const at = personas.findIndex(({ name }) => name === persona.name);
  return at < 0 ? [...personas, persona] : personas.with(at, persona);
}

export function withoutPersona(personas: readonly Persona[], name: string): Persona[] {
  return personas.filter((persona) => persona.name !== name);
}

/** Those of an example, as far as the user has none of the name. */
export function joined(personas: readonly Persona[], others: readonly Persona[]): Persona[] {
  const names = new Set(personas.map(({ name }) => name));
  return [...personas, ...others.filter(({ name }) => !names.has(name))];
}

export function isSamePersona(one: Persona, other: Persona): boolean {
  return one.name === other.name && one.entityId === other.entityId && one.context === other.context;
}

function isPersona(value: unknown): value is Persona {
  const { name, entityId, context } = (value ?? {}) as Record<string, unknown>;
  return typeof name === 'string' && typeof entityId === 'string' && typeof context === 'string';
}
