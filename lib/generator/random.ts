/*
 * Randomness by position: every number is a hash of where it is used (seed, day, slot, purpose), so that any row can be
 * made alone, in any order, on any machine.
 */

/** 32 bits that depend on all of the arguments (murmur3's mixing). */
export function hash32(seed: number, a: number, b: number, purpose: number): number {
  let hash = mix(fold(seed), a | 0);
  hash = mix(hash, b | 0);
  hash = mix(hash, purpose | 0);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** All 53 bits of a seed in 32. */
function fold(seed: number): number {
  return (seed >>> 0) ^ Math.imul(Math.floor(seed / 0x1_0000_0000), 0x9e3779b1);
}

function mix(hash: number, value: number): number {
  let key = Math.imul(value, 0xcc9e2d51);
  key = (key << 15) | (key >>> 17);
  key = Math.imul(key, 0x1b873593);
  const mixed = hash ^ key;
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

/** A share in [0, 1) out of 32 bits. */
export function toShare(bits: number): number {
  return bits / 0x1_0000_0000;
}

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * A UUID (version 4 in form) out of a position. Each word has a state of its own, in two orders of the position: out of one
 * state of 32 bits, ids would meet after some ten thousand.
 */
export function uuidAt(seed: number, a: number, b: number, purpose: number): string {
  const w0 = hash32(seed, a, b, purpose);
  const w1 = hash32(seed + 0x9e3779b9, b, a, purpose + 1);
  const w2 = hash32(seed + 0x7f4a7c15, a, b, purpose + 2);
  const w3 = hash32(seed + 0x2545f491, b, a, purpose + 3);
  const at = (word: number, shift: number): string => hex[(word >>> shift) & 0xff] ?? '00';
  const version = hex[((w1 >>> 8) & 0x0f) | 0x40] ?? '40';
  const variant = hex[((w2 >>> 24) & 0x3f) | 0x80] ?? '80';
  return (
    `${at(w0, 24)}${at(w0, 16)}${at(w0, 8)}${at(w0, 0)}-${at(w1, 24)}${at(w1, 16)}-${version}${at(w1, 0)}-` +
    `${variant}${at(w2, 16)}-${at(w2, 8)}${at(w2, 0)}${at(w3, 24)}${at(w3, 16)}${at(w3, 8)}${at(w3, 0)}`
  );
}
