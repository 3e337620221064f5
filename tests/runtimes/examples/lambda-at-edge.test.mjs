// The bundle, alone in a folder as in Lambda, with events of CloudFront's shape.

import assert from 'node:assert/strict';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { before, test } from 'node:test';
import { copyOf, link, npmRun, packageIn, snapshot, withDefault } from './project.mjs';

const FOLDERS = { classic: '', 'single-page': '/single-page', express: '/express' };

let folder, document, bundle, handlers;

before(async () => {
  folder = await copyOf('lambda-at-edge');
  await link(folder, 'esbuild');
  document = await snapshot('shop.json');
  await writeFile(join(folder, 'snapshot.json'), JSON.stringify(document));
  await npmRun(folder, 'build');
  const abroad = join(dirname(folder), 'abroad');
  await mkdir(abroad);
  await cp(join(folder, 'dist/index.js'), join(abroad, 'index.js'));
  // Lambda finds none; here one may lie further up, and say that files are modules.
  await writeFile(join(abroad, 'package.json'), '{}');
  bundle = await readFile(join(abroad, 'index.js'), 'utf8');
  handlers = createRequire(join(abroad, 'index.js'))('./index.js');
});

test('the bundle needs nothing beside it', () => {
  assert.deepEqual(Object.keys(handlers).sort(), ['originRequest', 'originResponse']);
  assert.doesNotMatch(bundle, /\brequire\(/);
});

test('every visitor goes to the folder of the variation that the package decides', async () => {
  const evaluator = new (packageIn(folder).Evaluator)(document);
  const seen = new Set();
  for (let number = 0; number < 60; number += 1) {
    const visitor = `visitor-${number}`;
    const request = await handlers.originRequest(requestEvent({ visitor, country: 'DE' }));
    const asked = { feature: 'checkout-flow', entityId: visitor, evaluationContext: { country: 'DE' } };
    const { variation } = evaluator.evaluate(asked);
    assert.equal(request.origin.s3.path, FOLDERS[variation]);
    assert.deepEqual(request.headers['x-variation'], [{ key: 'X-Variation', value: variation }]);
    assert.equal(request.uri, '/checkout/index.html');
    seen.add(variation);
  }
  assert.deepEqual([...seen].sort(), ['classic', 'express', 'single-page']);
});

test('overrides hold, at either kind of origin and below its own path', async () => {
  const s3 = await handlers.originRequest(requestEvent({ visitor: 'qa-anna', path: '/site' }));
  assert.equal(s3.origin.s3.path, '/site/express');
  const custom = await handlers.originRequest(requestEvent({ visitor: 'qa-bruno', origin: customOrigin('/shop') }));
  assert.equal(custom.origin.custom.path, '/shop/single-page');
  assert.equal(custom.origin.custom.domainName, 'shop.example');
});

test('who has no cookie gets one, and with it the same variation', async () => {
  for (const visitor of [undefined, '', 'x'.repeat(65)]) {
    const request = await handlers.originRequest(requestEvent({ visitor }));
    const response = await handlers.originResponse(responseEvent(request));
    const [, { key, value }] = response.headers['set-cookie'];
    assert.equal(key, 'Set-Cookie');
    const [, given] = value.match(/^visitor=([\da-f-]{36}); Path=\/; Max-Age=31536000; HttpOnly; Secure; SameSite=Lax$/);
    assert.deepEqual(response.headers['cache-control'], [{ key: 'Cache-Control', value: 'private, no-store' }]);

    const again = await handlers.originRequest(requestEvent({ visitor: given }));
    assert.equal(again.origin.s3.path, request.origin.s3.path);
    const answered = await handlers.originResponse(responseEvent(again));
    assert.equal(answered.headers['set-cookie'].length, 1);
    assert.equal(answered.status, '200');
  }
});

test('an event that it does not understand goes on as it came', async (t) => {
  const complaints = t.mock.method(console, 'error', () => {});
  const event = requestEvent({ visitor: 'qa-anna' });
  delete event.Records[0].cf.request.origin;
  const before = structuredClone(event.Records[0].cf.request);
  assert.deepEqual(await handlers.originRequest(event), before);
  assert.equal(complaints.mock.callCount(), 1);
});

test('a bad snapshot is not bundled', async () => {
  const bad = withDefault(document, 'checkout-flow', 'none-such');
  await writeFile(join(folder, 'snapshot.json'), JSON.stringify(bad));
  await rm(join(folder, 'dist'), { recursive: true });
  await assert.rejects(npmRun(folder, 'build'), ({ stderr }) => {
    assert.match(stderr, /snapshot\.json: features\[0\]\.defaultVariation: /);
    return true;
  });
  await assert.rejects(readFile(join(folder, 'dist/index.js')), { code: 'ENOENT' });
});

/** The members that AWS documents for an origin request of a GET without a body. */
function requestEvent({ visitor, country, path = '', origin = s3Origin(path) }) {
  const headers = {
    host: [{ key: 'Host', value: 'pages.s3.eu-central-1.amazonaws.com' }],
    'user-agent': [{ key: 'User-Agent', value: 'Amazon CloudFront' }],
    via: [{ key: 'Via', value: '2.0 2afae0d44e2540f472c0635ab62c232b.cloudfront.net (CloudFront)' }],
    'x-forwarded-for': [{ key: 'X-Forwarded-For', value: '203.0.113.178' }],
    'accept-encoding': [{ key: 'Accept-Encoding', value: 'gzip' }],
  };
  if (country) headers['cloudfront-viewer-country'] = [{ key: 'CloudFront-Viewer-Country', value: country }];
  // Over HTTP/2 cookies may come one by one.
  if (visitor !== undefined) {
    headers.cookie = [{ key: 'Cookie', value: 'theme=dark' }, { key: 'Cookie', value: `visitor=${visitor}` }];
  }
  const uri = '/checkout/index.html';
  const request = { clientIp: '203.0.113.178', headers, method: 'GET', origin, querystring: '', uri };
  return { Records: [{ cf: { config: configOf('origin-request'), request } }] };
}

function responseEvent(request) {
  const response = {
    headers: {
      'content-type': [{ key: 'Content-Type', value: 'text/html' }],
      'set-cookie': [{ key: 'Set-Cookie', value: 'session=1' }],
    },
    status: '200',
    statusDescription: 'OK',
  };
  return { Records: [{ cf: { config: configOf('origin-response'), request, response } }] };
}

function configOf(eventType) {
  return {
    distributionDomainName: 'd111111abcdef8.cloudfront.net',
    distributionId: 'EDFDVBD6EXAMPLE',
    eventType,
    requestId: '4TyzHTaYWb1GX1qTfsHhEqV6HUDd_BzoBZnwfnvQc_1oF26ClkoUSEQ==',
  };
}

function s3Origin(path) {
  const domainName = 'pages.s3.eu-central-1.amazonaws.com';
  return { s3: { authMethod: 'origin-access-identity', customHeaders: {}, domainName, path, region: 'eu-central-1' } };
}

function customOrigin(path) {
  return {
    custom: {
      customHeaders: {},
      domainName: 'shop.example',
      keepaliveTimeout: 5,
      path,
      port: 443,
      protocol: 'https',
      readTimeout: 30,
      sslProtocols: ['TLSv1.2'],
    },
  };
}
