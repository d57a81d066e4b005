/* What the directory needs to filter: one file on the site, so that it comes in one answer. */
export * from "./bits.js";
export * from "./order.js";
export * from "./facts.js";
export * from "./query.js";
export * from "./fragment.js";
export * from "./address.js";
export * from "./card.js";
export * from "./filters.js";
export * from "./controls.js";
