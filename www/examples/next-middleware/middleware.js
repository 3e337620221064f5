// Everybody asks for /checkout, and gets the page of their variation. The pages themselves stay static.

import { NextResponse } from 'next/server';
import { Evaluator } from 'variate';
import snapshot from './snapshot.json';
import { VARIATIONS } from './variations.js';

export const config = { matcher: '/checkout' };

const COOKIE = 'visitor';
const YEAR_SECONDS = 365 * 24 * 60 * 60;

// Once per instance, and not per request.
const evaluator = new Evaluator(snapshot);

export function middleware(request) {
  const known = visitorIn(request);
  const visitor = known ?? crypto.randomUUID();
  // A copy of the address, so that its query reaches the page.
  const address = request.nextUrl.clone();
  address.pathname = `/checkout/${variationFor(visitor, request)}`;
  const response = NextResponse.rewrite(address);
  // Next lets caches keep static pages for a year. This address has several, and which is for one visitor only.
  response.headers.set('Cache-Control', 'private, no-store');
  if (!known) {
    const attributes = { path: '/', maxAge: YEAR_SECONDS, httpOnly: true, secure: true, sameSite: 'lax' };
    response.cookies.set(COOKIE, visitor, attributes);
  }
  return response;
}

function variationFor(entityId, request) {
  // Vercel's own header; other hosts have another.
  const evaluationContext = { country: request.headers.get('x-vercel-ip-country') ?? undefined };
  try {
    const { variation } = evaluator.evaluate({ feature: 'checkout-flow', entityId, evaluationContext });
    if (VARIATIONS.includes(variation)) return variation;
    console.error(`the variation ${variation} has no page`);
  } catch (error) {
    console.error(error);
  }
  return VARIATIONS[0];
}

/** A cookie that was not set here counts as none. */
function visitorIn(request) {
  return request.cookies.get(COOKIE)?.value.match(/^[\w-]{1,64}$/)?.[0];
}
