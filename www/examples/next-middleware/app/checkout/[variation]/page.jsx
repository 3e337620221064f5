import { VARIATIONS } from '../../../variations.js';

const TITLES = {
  classic: 'Check out in four steps',
  'single-page': 'Check out on one page',
  express: 'Check out with your wallet',
};

// All of them are made by the build, and there are no others.
export const dynamicParams = false;
export const generateStaticParams = () => VARIATIONS.map((variation) => ({ variation }));

export default async function Checkout({ params }) {
  const { variation } = await params;
  return (
    <main data-variation={variation}>
      <h1>{TITLES[variation]}</h1>
    </main>
  );
}
