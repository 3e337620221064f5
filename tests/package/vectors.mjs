// Runs vectors (see ../README.md) on a copy of the package. Only ECMAScript, so that every host can do it.

const OPERATIONS = ['evaluate', 'batchEvaluate', 'evaluateAll', 'assign', 'evaluateFlag', 'evaluateFlags', 'explain'];

/** Every form in which a vector is run, each with its answer. */
export function answersTo(api, file, vector) {
  const snapshot = vector.snapshotText ?? file.snapshots?.[vector.snapshot] ?? vector.snapshot;
  if (vector.load) return loadingAnswers(api, snapshot, vector);
  if (vector.match) return matchingAnswers(api, vector.match);
  if (vector.rule) return ruleAnswers(api, vector.rule);
  return answersFrom(vector, (ask) => using(api, snapshot, vector, ask));
}

/** The same for an operation on a snapshot that is loaded already. */
export function answersOf(evaluator, vector) {
  return answersFrom(vector, (ask) => ask(evaluator));
}

function answersFrom(vector, withEvaluator) {
  const operation = OPERATIONS.find((name) => name in vector);
  const { features, flags, ...request } = vector[operation];
  const options = { now: vector.now ?? 0, ...(features && { features }), ...(flags && { flags }) };
  const answers = (ask) => inBothForms(request, (request) => outcomeOf(() => withEvaluator((evaluator) => ask(evaluator, request))));
  const asked = answers((evaluator, request) => evaluator[operation](request, options));
  if (operation !== 'evaluate' && operation !== 'evaluateFlag') return asked;
  // An explanation answers the same, and refuses the same.
  const explained = answers((evaluator, request) => evaluator.explain(request, options).answer);
  return [...asked, ...explained.map(([form, answer]) => [`explained, ${form}`, answer])];
}

function inBothForms(request, answer) {
  return [
    ['context as it stands', answer(request)],
    ['context as text', answer(withTexts(request))],
  ];
}

/** What the answers must be, in the form in which they are. */
export function expectationOf({ expect }) {
  return expect.problems ? problemsIn(expect.problems) : expect;
}

/** A snapshot's problems do not depend on how it is given and who is asked. */
function loadingAnswers(api, snapshot, vector) {
  const text = typeof snapshot === 'string' ? snapshot : JSON.stringify(snapshot);
  const options = optionsOf(vector);
  const { lenient, ...lintOptions } = options;
  return [
    ['lint', problemsIn(api.lint(snapshot, lintOptions))],
    ['lint of the text', problemsIn(api.lint(text, lintOptions))],
    ['lint of the bytes', problemsIn(api.lint(new TextEncoder().encode(text), lintOptions))],
    ['constructor', problemsIn(problemsOfLoading(api, snapshot, options))],
  ];
}

function problemsOfLoading(api, snapshot, options) {
  try {
    const evaluator = new api.Evaluator(snapshot, options);
    const { problems } = evaluator;
    evaluator.free();
    return problems;
  } catch (error) {
    if (error.code !== 'InvalidSnapshot') throw error;
    return error.problems;
  }
}

/** A pattern matches if the experiment that has it as its segment claims the entity. */
function matchingAnswers(api, { pattern, context }) {
  const snapshot = everybodyIn(typeof pattern === 'string' ? pattern : JSON.stringify(pattern));
  return answersAbout(api, snapshot, 'segments[0].pattern', { evaluationContext: context }, (evaluator, request) => {
    const { reason } = evaluator.evaluate({ feature: 'f', entityId: 'anybody', ...request }, { now: 0 });
    return { match: reason === 'EXPERIMENT_RULE_MATCH' };
  });
}

/** A rule holds if the variant that has it is served. */
function ruleAnswers(api, { rule, ...request }) {
  const snapshot = variantFor(rule);
  const place = 'appConfig.flags.values.flag._variants[0].rule';
  return answersAbout(api, snapshot, place, request, (evaluator, request) => {
    const { value } = evaluator.evaluateFlag({ flag: 'flag', ...request });
    return { holds: value.enabled };
  });
}

/** What one part of a snapshot does, or its problems with their paths inside it. */
function answersAbout(api, snapshot, place, request, ask) {
  const inside = ({ path }) => path.replace(place, '').replace(/^\./, '');
  return inBothForms(request, (request) => {
    try {
      const evaluator = new api.Evaluator(snapshot);
      const answer = outcomeOf(() => ask(evaluator, request));
      evaluator.free();
      return answer;
    } catch (error) {
      if (error.code !== 'InvalidSnapshot') throw error;
      return problemsIn(error.problems.map((problem) => ({ ...problem, path: inside(problem) })));
    }
  });
}

function everybodyIn(pattern) {
  return {
    version: 1,
    project: { name: 'p' },
    features: [{ name: 'f', variations: [{ name: 'v', value: { boolValue: true } }] }],
    segments: [{ name: 's', pattern }],
    experiments: [{
      name: 'e',
      status: 'RUNNING',
      segment: 's',
      samplingRate: 100_000,
      treatments: [{ name: 't', featureVariations: { f: 'v' } }],
      onlineAbDefinition: { controlTreatmentName: 't', treatmentWeights: { t: 100_000 } },
    }],
  };
}

function variantFor(rule) {
  const variants = [{ name: 'yes', enabled: true, rule }, { name: 'no', enabled: false }];
  return { version: 1, appConfig: { flags: { version: '1', flags: { flag: {} }, values: { flag: { _variants: variants } } } } };
}

function using(api, snapshot, vector, use) {
  const evaluator = new api.Evaluator(snapshot, optionsOf(vector));
  try {
    return use(evaluator);
  } finally {
    evaluator.free();
  }
}

function optionsOf({ lenient, maxBytes }) {
  return { ...(lenient && { lenient }), ...(maxBytes !== undefined && { maxBytes }) };
}

/** The same request with every context that is an object as JSON text. */
function withTexts({ requests, ...request }) {
  for (const member of ['evaluationContext', 'context']) {
    const context = request[member];
    if (typeof context === 'object' && context !== null) request[member] = JSON.stringify(context);
  }
  return requests ? { ...request, requests: requests.map(withTexts) } : request;
}

function outcomeOf(call) {
  try {
    return JSON.parse(JSON.stringify(call()));
  } catch (error) {
    if (!error.code) throw error;
    const { name, code, reason, fieldList, path } = error;
    // Of a snapshot that is refused the vectors of `load` say where.
    const place = code === 'InvalidSnapshot' ? undefined : path;
    const fields = fieldList?.map((field) => field.name);
    return JSON.parse(JSON.stringify({ error: { name, code, reason, fields, path: place } }));
  }
}

/** A list of problems as a set of path, code and value. No vector can hold a number beyond all doubles. */
function problemsIn(problems) {
  const held = (value) => (Math.abs(value) === Infinity ? undefined : value);
  const texts = problems.map(({ path, code, value }) => JSON.stringify({ path, code, value: held(value) }));
  return { problems: texts.sort().map((text) => JSON.parse(text)) };
}
