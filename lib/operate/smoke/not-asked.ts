/** A check that could not be asked; the message says what is missing. Neither the same nor different. */
export class NotAsked extends Error {}
