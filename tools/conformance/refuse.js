/**
 * Ends a command that cannot begin, with one message that says why.
 * @param {string} message
 * @returns {never}
 */
export function refuse(message) {
  console.error(message);
  process.exit(2);
}

/**
 * What an error says, also where it is none.
 * @param {unknown} error
 */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
