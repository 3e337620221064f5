// Compiled, never run: AWS's client takes the request handler as one of its own kind.

import { Evidently, EvidentlyClient, type EvidentlyClientConfig } from '@aws-sdk/client-evidently';
import { Evaluator } from 'variate';
import { createEvidentlyHandler, localRequestHandler, memoryStore } from 'variate/aws';

const config: EvidentlyClientConfig = { region: 'eu-west-1', requestHandler: localRequestHandler(new Evaluator('{"version":1}')) };
new EvidentlyClient(config);
new Evidently({ requestHandler: localRequestHandler(createEvidentlyHandler({ store: memoryStore() })) });
