/**
 * Lets what else is ready run, as a bare program can: a promise that settles later, as every await of something
 * real needs. (`await null` makes no promise and takes about half of this.)
 */
export const giveUpTurn = () => new Promise(queueMicrotask);
