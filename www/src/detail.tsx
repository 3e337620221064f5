// The right side: the decision about what is chosen, and the views of it.

import { useMemo } from 'preact/hooks';
import { answerOf, orComplaint } from './answers';
import { featureOf, flagOf, looksOfFeature, looksOfFlag } from './appearance';
import { Code } from './code';
import { Comparison } from './comparison';
import { Decision } from './decision';
import { explain, rulersOf } from './explanation';
import type { Loaded } from './loading';
import type { PageProps } from './page';
import { Population } from './population';
import { Rulers } from './ruler';
import { Schedule } from './schedule';
import { flagShares, sharesOf, splitRanges } from './shares';
import type { Job } from './simulation';
import type { State, Subject, View } from './state';
import { Tabs, type Tab } from './tabs';
import { Trace } from './trace';

const TABS: readonly Tab<View>[] = [
  { name: 'why', title: 'Why' },
  { name: 'schedule', title: 'Schedule' },
  { name: 'population', title: 'Population' },
  { name: 'comparison', title: 'Comparison' },
  { name: 'code', title: 'Code' },
];

export function Detail(props: PageProps & { loaded: Loaded }) {
  const { state, update, loaded } = props;
  const { configuration, evaluator } = loaded;
  const feature = featureOf(configuration, state.selected);
  const flag = flagOf(configuration, state.selected);
  const subject = state.selected;
  if (!subject || !(feature || flag)) {
    return <p class="empty">{subject ? `${subject.name} is not in this snapshot. ` : ''}Choose a feature or a flag.</p>;
  }
  const looks = feature ? looksOfFeature(feature) : flag ? looksOfFlag(flag) : () => 'none';
  const answer = answerOf(evaluator, subject, state.persona, state.now);
  return (
    <>
      <Decision
        subject={subject}
        description={feature?.description ?? flag?.title ?? ''}
        answer={answer}
        looks={looks}
        state={state}
      />
      <Tabs label="About the decision" tabs={TABS} chosen={state.view} onChoose={(view) => update({ view })}>
        <DetailView {...props} subject={subject} looks={looks} feature={feature} flag={flag} />
      </Tabs>
    </>
  );
}

interface DetailViewProps extends PageProps {
  readonly loaded: Loaded;
  readonly subject: Subject;
  looks(name: string): string;
  readonly feature: ReturnType<typeof featureOf>;
  readonly flag: ReturnType<typeof flagOf>;
}

function DetailView(props: DetailViewProps) {
  const { state, update, loaded, subject, looks, feature } = props;
  const onNotice = (notice: string) => update({ notice });
  switch (state.view) {
    case 'why':
      return <WhyView {...props} />;
    case 'schedule':
      return feature ? (
        <Schedule
          feature={feature}
          segments={loaded.segments.matching(state.persona.context)}
          now={state.now}
          onTime={(now) => update({ now })}
        />
      ) : (
        <p class="empty">Flags have no schedule: time changes nothing.</p>
      );
    case 'population':
      return <PopulationView {...props} />;
    case 'comparison': {
      const other = props.otherLoading.loaded;
      const job = jobOf(state, subject, other ? [loaded.text, other.text] : [loaded.text]);
      return (
        <Comparison
          loaded={loaded}
          other={other}
          state={state}
          looks={looks}
          simulation={state.movement}
          job={job}
          onStart={props.movement.start}
          onCancel={props.movement.cancel}
          update={update}
        />
      );
    }
    case 'code':
      return <Code subject={subject} persona={state.persona} now={state.now} onNotice={onNotice} />;
  }
}

function WhyView({ state, update, loaded, subject, looks, feature }: DetailViewProps) {
  const { persona, now } = state;
  const why = useMemo(
    () => orComplaint(() => explain(loaded.evaluator, subject, persona, now)),
    [loaded, subject, persona, now],
  );
  const splits = feature ? splitRanges(feature, loaded.segments.matching(persona.context), now) : [];
  if ('complaint' in why) return <p class="empty">Without a decision there is nothing to explain.</p>;
  return (
    <>
      <section aria-labelledby="ruler-title">
        <h3 id="ruler-title">Where the entity falls</h3>
        <Rulers rulers={rulersOf(why, splits)} looks={looks} />
      </section>
      <Trace why={why} onNotice={(notice) => update({ notice })} />
    </>
  );
}

function PopulationView({ state, update, loaded, subject, looks, feature, flag, population }: DetailViewProps) {
  const { context } = state.persona;
  const configured = feature
    ? sharesOf(feature, loaded.segments.matching(context), state.now)
    : flag
      ? flagShares(flag, (rule) => loaded.rules.settles(flag.key, rule, context))
      : null;
  return (
    <Population
      configured={configured}
      looks={looks}
      simulation={state.population}
      job={jobOf(state, subject, [loaded.text])}
      onStart={population.start}
      onCancel={population.cancel}
      update={update}
    />
  );
}

function jobOf({ persona, now, count }: State, subject: Subject, snapshots: readonly string[]): Job {
  return { snapshots, subject, context: persona.context, now, count };
}
