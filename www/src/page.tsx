// The page: a function of the state.

import { useMemo, useRef, useState } from 'preact/hooks';
import { Clock } from './clock';
import { Detail } from './detail';
import { Entity } from './entity';
import { Header } from './header';
import type { Loading } from './loading';
import { Patterns } from './looks';
import type { Simulator } from './simulator';
import { SnapshotPanel } from './snapshot-panel';
import { isCalm, type State, type Update } from './state';

export interface PageProps {
  readonly state: State;
  readonly update: Update;
  /** How far the snapshot has loaded, and below it the one to compare with. */
  readonly loading: Loading;
  readonly otherLoading: Loading;
  readonly population: Simulator;
  readonly movement: Simulator;
}

export function Page(props: PageProps) {
  const { state, update, loading } = props;
  const [isDropping, setDropping] = useState(false);
  const calm = useCalm(state);
  const { loaded } = loading;
  // A simulation tells often how far it is: what does not show that is not drawn again.
  const question = useMemo(
    () => (
      <div class="question">
        <Entity state={calm} update={update} />
        <Clock configuration={loaded?.configuration ?? null} selected={calm.selected} now={calm.now} update={update} />
      </div>
    ),
    [calm, loaded],
  );
  const left = useMemo(() => <SnapshotPanel {...props} state={calm} />, [calm, loading, props.otherLoading]);
  const onDrop = async (event: DragEvent) => {
    setDropping(false);
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    await openFile(file, state, update);
  };
  return (
    <div
      class={isDropping ? 'page dropping' : 'page'}
      onDragOver={(event) => {
        // Texts that are dragged are the editors' business.
        if (!event.dataTransfer?.types.includes('Files')) return;
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={(event) => {
        if (event.relatedTarget === null) setDropping(false);
      }}
      onDrop={onDrop}
    >
      <a class="skip" href="#detail" onClick={focusDetail}>
        Skip to the decision
      </a>
      <Patterns />
      <Header state={state} update={update} onOpen={(file) => openFile(file, state, update)} />
      <p class="notice" role="status" aria-live="polite" onClick={() => update({ notice: '' })}>
        {state.notice}
      </p>
      <main>
        {question}
        <div class="columns">
          {left}
          <section class="detail" id="detail" tabIndex={-1} aria-label="Decision">
            {loaded ? <Detail {...props} loaded={loaded} /> : <Nothing problems={loading.problems.length} />}
          </section>
        </div>
      </main>
      <footer>
        <p class="hint">
          Everything happens in this page: nothing that you enter is sent anywhere. <a href="licences.txt">Licences</a>
        </p>
      </footer>
    </div>
  );
}

/** The state as it was when something other than passing things last changed. */
function useCalm(state: State): State {
  const calm = useRef(state);
  if (!isCalm(state, calm.current)) calm.current = state;
  return calm.current;
}

/** The hash is the state's: the link must not replace it. */
function focusDetail(event: Event) {
  event.preventDefault();
  document.getElementById('detail')?.focus();
}

async function openFile(file: File, state: State, update: Update): Promise<void> {
  const text = await file.text();
  const isOther = state.list === 'other';
  const opened = state.opened + 1;
  update({ ...(isOther ? { other: text } : { snapshot: text }), opened, notice: `Opened ${file.name}.` });
}

function Nothing({ problems }: { problems: number }) {
  return (
    <p class="empty">
      {problems > 0 ? 'Nothing has loaded yet: nothing is decided.' : 'Without a snapshot there is nothing to decide.'}
    </p>
  );
}
