// Who is decided for: a persona, its entity id and its context.

import { Editor } from './editor';
import { isSamePersona, keep, withoutPersona, withPersona } from './personas';
import type { State, Update } from './state';

export function Entity({ state, update }: { state: State; update: Update }) {
  const { persona, personas } = state;
  const kept = personas.find(({ name }) => name === persona.name);
  const isKept = kept !== undefined && isSamePersona(kept, persona);
  const canSave = persona.name.trim() !== '' || persona.entityId !== '';
  const change = (change: Partial<typeof persona>) => update({ persona: { ...persona, ...change } });
  const save = () => {
    const name = persona.name.trim() || persona.entityId;
    const saved = { ...persona, name };
    const list = withPersona(personas, saved);
    keep(list);
    update({ persona: saved, personas: list, notice: `Saved in this browser: ${name}.` });
  };
  const remove = () => {
    const list = withoutPersona(personas, persona.name);
    keep(list);
    update({ personas: list, notice: `Removed: ${persona.name}.` });
  };
  return (
    <section class="entity" aria-labelledby="entity-title">
      <h2 id="entity-title">For whom</h2>
      <div class="fields">
        <label>
          <span>Persona</span>
          <select
            value={isKept ? persona.name : ''}
            onChange={(event) => {
              const chosen = personas.find(({ name }) => name === event.currentTarget.value);
              if (chosen) update({ persona: chosen });
            }}
          >
            <option value="" disabled>
              {persona.name ? `${persona.name} (not saved)` : 'none chosen'}
            </option>
            {personas.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Entity id</span>
          <input
            type="text"
            class="mono"
            id="entity-id"
            value={persona.entityId}
            spellcheck={false}
            autocomplete="off"
            onInput={(event) => change({ entityId: event.currentTarget.value })}
          />
        </label>
        <label>
          <span>Name</span>
          <span class="with-buttons">
            <input
              type="text"
              id="persona-name"
              value={persona.name}
              autocomplete="off"
              onInput={(event) => change({ name: event.currentTarget.value })}
            />
            {/* One button, which keeps the focus. */}
            <button
              type="button"
              class={isKept ? 'quiet' : ''}
              aria-disabled={!canSave && !isKept}
              onClick={() => (isKept ? remove() : canSave && save())}
            >
              {isKept ? 'Remove' : kept ? 'Save changes' : 'Save'}
            </button>
          </span>
        </label>
      </div>
      <div class="field context">
        <span aria-hidden="true">Evaluation context</span>
        <Editor
          label="Evaluation context, as JSON"
          size="small"
          text={persona.context}
          onChange={(context) => change({ context })}
        />
      </div>
    </section>
  );
}
