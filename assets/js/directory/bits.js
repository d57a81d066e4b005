/* Sets of rows as bits: 10,000 people are 313 numbers, so that every filter fits into a frame. */

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUES = new Uint8Array(128);
[...DIGITS].forEach((digit, value) => (VALUES[digit.charCodeAt(0)] = value));

/** @typedef {Uint32Array} Bits */

/** The value of a digit at a place of a packed string. @param {string} text @param {number} at */
export const digit = (text, at) => VALUES[text.charCodeAt(at)];

/** @param {number} rows @returns {Bits} */
export const none = (rows) => new Uint32Array((rows + 31) >>> 5);

/** @param {number} rows @returns {Bits} */
export function all(rows) {
  const bits = none(rows).fill(0xffffffff);
  if (rows & 31) bits[bits.length - 1] = 2 ** (rows & 31) - 1;
  return bits;
}

/** Six rows a digit, the first row in the lowest bit. @param {string} text @param {number} rows */
export function unpack(text, rows) {
  const bits = none(rows);
  for (let at = 0, row = 0; at < text.length; at += 1, row += 6) {
    const value = VALUES[text.charCodeAt(at)];
    if (value === 0) continue;
    const shift = row & 31;
    bits[row >>> 5] |= value << shift;
    if (shift > 26) bits[(row >>> 5) + 1] |= value >>> (32 - shift);
  }
  return bits;
}

/** Keeps in `a` what is in `b`, too. @param {Bits} a @param {Bits} b */
export function keep(a, b) {
  for (let i = 0; i < a.length; i += 1) a[i] &= b[i];
  return a;
}

/** Adds `b` to `a`. @param {Bits} a @param {Bits} b */
export function add(a, b) {
  for (let i = 0; i < a.length; i += 1) a[i] |= b[i];
  return a;
}

/** Takes `b` out of `a`. @param {Bits} a @param {Bits} b */
export function drop(a, b) {
  for (let i = 0; i < a.length; i += 1) a[i] &= ~b[i];
  return a;
}

/** @param {Bits} a @param {Bits} b */
export const both = (a, b) => keep(a.slice(), b);

/** @param {Bits} bits @param {number} row */
export const has = (bits, row) => (bits[row >>> 5] & (1 << (row & 31))) !== 0;

/** @param {Bits} bits @param {number} row */
export const put = (bits, row) => (bits[row >>> 5] |= 1 << (row & 31));

/** How many bits of a number are set. @param {number} word */
export function ones(word) {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** How many rows are in `a`, or in both. @param {Bits} a @param {Bits} [b] */
export function count(a, b = a) {
  let total = 0;
  for (let i = 0; i < a.length; i += 1) total += ones(a[i] & b[i]);
  return total;
}
