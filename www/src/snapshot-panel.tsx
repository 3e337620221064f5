// The left side: what the snapshot has, its text, and the text to compare it with.

import { EXAMPLES, openExample } from './examples';
import { Features } from './features';
import type { Loading } from './loading';
import type { PageProps } from './page';
import { SnapshotEditor } from './snapshot-editor';
import type { State, Update } from './state';
import { Tabs, type Tab } from './tabs';

export function SnapshotPanel({ state, update, loading, otherLoading }: PageProps) {
  const tabs: Tab<State['list']>[] = [
    { name: 'features', title: titleOf(loading) },
    {
      name: 'snapshot',
      title: (
        <>
          Snapshot <Badge count={loading.problems.length} />
        </>
      ),
    },
    {
      name: 'other',
      title: (
        <>
          Compare with <Badge count={otherLoading.problems.length} />
        </>
      ),
    },
  ];
  return (
    <section class="left" tabIndex={-1} aria-label="Snapshot">
      <Tabs label="Snapshot" tabs={tabs} chosen={state.list} onChoose={(list) => update({ list })}>
        {state.list === 'features' && <FeatureList state={state} update={update} loading={loading} />}
        {state.list === 'snapshot' && (
          <SnapshotEditor
            label="Snapshot, as JSON"
            text={state.snapshot}
            problems={loading.problems}
            standIn={loading.loaded ? '; the last snapshot that loaded goes on deciding.' : '.'}
            onChange={(snapshot) => update({ snapshot })}
          />
        )}
        {state.list === 'other' && (
          <>
            {state.other === '' && (
              <p class="with-buttons">
                <button type="button" onClick={() => update({ other: state.snapshot })}>
                  Copy the snapshot here
                </button>
              </p>
            )}
            <SnapshotEditor
              label="Snapshot to compare with, as JSON"
              text={state.other}
              problems={otherLoading.problems}
              standIn={otherLoading.loaded ? '; the last that loaded is compared with.' : '.'}
              onChange={(other) => update({ other, view: 'comparison' })}
            />
          </>
        )}
      </Tabs>
    </section>
  );
}

function titleOf({ loaded }: Loading): string {
  const { features = [], flags = [] } = loaded?.configuration ?? {};
  if (flags.length === 0) return 'Features';
  return features.length === 0 ? 'Flags' : 'Features and flags';
}

function Badge({ count }: { count: number }) {
  return count > 0 ? <span class="badge">{count === 1 ? '1 problem' : `${count} problems`}</span> : null;
}

function FeatureList({ state, update, loading }: { state: State; update: Update; loading: Loading }) {
  const { loaded, problems } = loading;
  return (
    <>
      {problems.length > 0 && (
        <p class="complaint" role="alert">
          The snapshot does not load. {loaded && 'The last one that did goes on deciding. '}
          <button type="button" class="inline" onClick={() => update({ list: 'snapshot' })}>
            See what is wrong
          </button>
        </p>
      )}
      {loaded ? (
        <Features loaded={loaded} state={state} update={update} />
      ) : (
        problems.length === 0 && (
          <div class="empty">
            <p>No snapshot. Open a file, drop one anywhere on the page, or begin with an example:</p>
            <p class="with-buttons">
              {EXAMPLES.map(({ name, title }) => (
                <button key={name} type="button" onClick={() => void openExample(name, state, update)}>
                  {title}
                </button>
              ))}
            </p>
          </div>
        )
      )}
    </>
  );
}
