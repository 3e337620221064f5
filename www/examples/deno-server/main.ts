// Answers programs on this machine, at the paths that Evidently had:
//
//   POST /projects/<project>/evaluations/<feature>   { entityId, evaluationContext? }
//   POST /projects/<project>/evaluations             { requests: [{ feature, entityId, evaluationContext? }] }
//   POST /flags/<flag>                               { entityId?, context? }
//   GET  /status

import {
  type BatchEvaluateRequest,
  type EvaluateFlagRequest,
  type EvaluateRequest,
  ValidationException,
} from "variate";
import { watch } from "./snapshot.ts";

// What a body really is, the evaluator finds out, and says what is wrong with it.
type Body = EvaluateRequest & EvaluateFlagRequest & BatchEvaluateRequest;
type Names = Record<string, string | undefined>;

const STATUS_OF: Record<string, number> = {
  ValidationException: 400,
  ResourceNotFoundException: 404,
  SnapshotError: 500,
};

const [file = "snapshot.json", port = "8000"] = Deno.args;
const served = await watch(file);

// Names in the path stand behind the body, which cannot replace them.
const ROUTES = [
  {
    path: new URLPattern({ pathname: "/projects/:project/evaluations/:feature" }),
    answer: (body: Body, names: Names) => served.evaluator.evaluate({ ...body, ...names }),
  },
  {
    path: new URLPattern({ pathname: "/projects/:project/evaluations" }),
    answer: (body: Body, names: Names) => served.evaluator.batchEvaluate({ ...body, ...names }),
  },
  {
    path: new URLPattern({ pathname: "/flags/:flag" }),
    answer: (body: Body, names: Names) => served.evaluator.evaluateFlag({ ...body, ...names }),
  },
];

Deno.serve({ hostname: "127.0.0.1", port: Number(port) }, async (request) => {
  if (new URL(request.url).pathname === "/status") {
    const { since, refused } = served;
    return Response.json({ since, refused });
  }
  for (const { path, answer } of ROUTES) {
    const names = path.exec(request.url)?.pathname.groups;
    if (!names) continue;
    if (request.method !== "POST") {
      return new Response(null, { status: 405, headers: { Allow: "POST" } });
    }
    try {
      // The body is there before `answer` takes the evaluator: one that is kept over an `await` may be freed by then.
      const body = await bodyOf(request);
      return Response.json(answer(body, decoded(names)));
    } catch (error) {
      return refusal(error);
    }
  }
  return Response.json({ message: "Nothing is here." }, { status: 404 });
});

async function bodyOf(request: Request): Promise<Body> {
  const body = await request.json().catch(() => undefined);
  if (typeof body === "object" && body !== null) return body;
  throw new ValidationException("cannotParse", [{ name: "body", message: "a JSON object belongs here" }]);
}

/** Clients escape ARNs, which have slashes and colons. */
function decoded(names: Names): Names {
  try {
    return Object.fromEntries(Object.entries(names).map(([name, text = ""]) => [name, decodeURIComponent(text)]));
  } catch {
    throw new ValidationException("cannotParse", [{ name: "path", message: "an escape in the path is none" }]);
  }
}

/** As AWS sends errors, so that its clients know them. What is not foreseen, Deno logs and answers with 500. */
function refusal(error: unknown): Response {
  if (!(error instanceof Error && error.name in STATUS_OF)) throw error;
  const { name, message, reason, fieldList } = error as ValidationException;
  const headers = { "x-amzn-ErrorType": name };
  return Response.json({ message, reason, fieldList }, { status: STATUS_OF[name], headers });
}
