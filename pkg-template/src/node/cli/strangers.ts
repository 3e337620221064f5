/**
 * Pages in a browser on this machine are kept out: any site may have one send requests to 127.0.0.1. A request that comes
 * from a page says so by `Origin`, unless the page pretends to be of this server, by a name that leads here; then the name is
 * a strange one. AWS's clients and its agent's have neither.
 */
export function refusalOf(request: Request, boundTo: string): Response | undefined {
  const origin = request.headers.get('Origin');
  if (origin !== null) return denied(`Pages are not served here, and ${origin} is one`);
  const host = request.headers.get('Host') ?? '';
  // Who opens it to other machines is called by names that only they know.
  return isLoopback(boundTo) && !isLoopback(nameIn(host)) ? denied(`This is not ${host}`) : undefined;
}

function isLoopback(name: string): boolean {
  return /^(127(\.\d{1,3}){3}|::1|(.+\.)?localhost)?$/i.test(name);
}

/** The name in `name:port`, or the address in `[address]:port`. */
function nameIn(host: string): string {
  return host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
}

function denied(message: string): Response {
  const headers = { 'Content-Type': 'application/json', 'x-amzn-ErrorType': 'AccessDeniedException' };
  return new Response(JSON.stringify({ message }), { status: 403, headers });
}
