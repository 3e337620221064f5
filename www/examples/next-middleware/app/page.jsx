export default function Home() {
  return (
    <main>
      <h1>Shop</h1>
      {/* No <Link>: its prefetching would ask for the check-out of everybody who only looks. */}
      <a href="/checkout">Check out</a>
    </main>
  );
}
