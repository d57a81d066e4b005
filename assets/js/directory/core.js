/* The directory's script: one file on the site, so that it comes in one answer. */
export * from "./bits.js";
export * from "./waiting.js";
export * from "./order.js";
export * from "./facts.js";
export * from "./query.js";
export * from "./fragment.js";
export * from "./address.js";
export * from "./card.js";
export * from "./filters.js";
export * from "./controls.js";
export * from "./words.js";
export * from "./search.js";
export * from "./explain.js";
export * from "./chips.js";
export * from "./rescues.js";
export * from "./extras.js";
export * from "./index.js";
