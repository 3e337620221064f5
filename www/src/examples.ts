// The snapshots to begin with. They are in the page, which fetches nothing.

import { joined } from './personas';
import type { Change, Persona, State, Update } from './state';

export interface Example {
  readonly name: string;
  readonly title: string;
  open(): Promise<Change & { readonly personas: readonly Persona[] }>;
}

export const EXAMPLES: readonly Example[] = [
  {
    name: 'shop',
    title: 'A shop: launches, experiments, segments',
    async open() {
      const persona: Persona = {
        name: 'Customer in Portugal',
        entityId: 'cust-1586077',
        context: '{\n  "country": "PT",\n  "plan": "basic"\n}',
      };
      const personas: Persona[] = [
        persona,
        {
          name: 'Plus member in Austria',
          entityId: 'cust-1546353',
          context:
            '{\n  "country": "AT",\n  "plan": "plus",\n  "age": 41,\n  "cart": { "total": 84.9, "items": 3, "voucher": "" }\n}',
        },
        {
          name: 'App user in Germany',
          entityId: 'cust-1726807',
          context:
            '{\n  "country": "DE",\n  "plan": "basic",\n  "age": 35,\n  "device": { "os": "ios", "screenWidth": 393 },\n  "app": { "version": "5.14.2" }\n}',
        },
        {
          name: 'Staff',
          entityId: 'cust-1973795',
          context: '{\n  "email": "marta.vidal@shop.example",\n  "country": "ES"\n}',
        },
        { name: 'Anna, quality assurance', entityId: 'qa-anna', context: '{\n  "country": "DE"\n}' },
      ];
      return {
        snapshot: (await import('../examples/shop.json')).default,
        selected: { kind: 'feature', name: 'checkout-flow' },
        now: Date.parse('2026-11-20T10:00:00Z'),
        personas,
        persona,
      };
    },
  },
  {
    name: 'appconfig',
    title: 'Feature flags of AppConfig, an experiment run',
    async open() {
      const persona: Persona = {
        name: 'Web, Germany',
        entityId: 'cust-7934838',
        context: '{\n  "country": "DE",\n  "app": "web/7.2"\n}',
      };
      const personas: Persona[] = [
        persona,
        {
          name: 'Gold customer',
          entityId: 'cust-7926919',
          context: '{\n  "email": "marta@mail.example",\n  "tier": "gold",\n  "orders": 12\n}',
        },
        { name: 'Visitor', entityId: 'cust-7942757', context: '{}' },
      ];
      return {
        snapshot: (await import('../examples/appconfig.json')).default,
        selected: { kind: 'flag', name: 'one-page-checkout' },
        now: Date.parse('2026-11-20T10:00:00Z'),
        personas,
        persona,
      };
    },
  },
];

export async function openExample(name: string, { personas, opened }: State, update: Update): Promise<void> {
  const example = EXAMPLES.find((example) => example.name === name);
  if (!example) return;
  const { personas: others, ...change } = await example.open();
  update({
    ...change,
    personas: joined(personas, others),
    filter: '',
    list: 'features',
    opened: opened + 1,
    notice: `Opened the example ${name}.`,
  });
}
