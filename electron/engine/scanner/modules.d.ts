/** A compiled module, as base64: see `scripts/wasm-plugin.mjs`. */
declare module '*.wasm' {
  export const base64: string;
}

/** The same, for a memory that is shared. */
declare module '*.wasm?shared' {
  export const base64: string;
}

/** What is used of the runtime's own; its types come with a browser's library alone. */
declare namespace WebAssembly {
  class Memory {
    constructor(size: { readonly initial: number; readonly maximum: number; readonly shared?: boolean });
    readonly buffer: ArrayBuffer;
  }
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>);
    readonly exports: Exports;
  }
  /** What is compiled from `wasm/` exports functions of numbers alone. */
  type Exported = (...values: readonly number[]) => number;
  type Exports = Readonly<Record<string, Exported | undefined>>;
}
