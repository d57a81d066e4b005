/* What follows once filtering works: search, reasons, texts and ways out, in one file. */
export * from "./words.js";
export * from "./search.js";
export * from "./explain.js";
export * from "./texts.js";
export * from "./chips.js";
export * from "./rescues.js";
export * from "./extras.js";
