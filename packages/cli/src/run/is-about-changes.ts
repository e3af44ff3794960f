/** Which changes a run is about. */
export interface ChangeFlags {
  /** What differs from the last commit, staged or not, and what is new. */
  readonly changed?: boolean;
  /** What differs from where this branch left that commit, and what is not committed. */
  readonly since?: string;
  /** What is staged. */
  readonly staged?: boolean;
}

/** Whether a run is about changes only. */
export function isAboutChanges({ changed, since, staged }: ChangeFlags): boolean {
  return changed === true || since !== undefined || staged === true;
}
