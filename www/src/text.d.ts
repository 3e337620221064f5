// The bundler takes these files as texts.
declare module '*.json' {
  const text: string;
  export default text;
}
