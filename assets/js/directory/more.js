/* What a page that doesn't hold everybody's card needs, too; and comparing, everywhere. */
export * from "./making.js";
export * from "./texts.js";
