/** What `core.wasm` and `control.wasm` import, written here by the build: functions that wasm-bindgen asks for, and that nothing calls. */
export const IMPORTS: Record<string, Record<string, () => void>>;
