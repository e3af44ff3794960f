/** Something that kept a file, or a part of the configuration, from being analysed. */
export interface Problem {
  /** The absolute path of the file, or `undefined` where the project as a whole is meant. */
  readonly file?: string;
  /** One line: what is wrong, where, and what to do. */
  readonly message: string;
}
