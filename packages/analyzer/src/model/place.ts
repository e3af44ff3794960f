const roots = new Set<string>();

/** Says that a folder is a repository: paths of what is in it are judged from there on. */
export function knowRepository(root: string): void {
  roots.add(root.endsWith("/") ? root.slice(0, -1) : root);
}

/**
 * Where a file stands in its repository, with a slash before it: `/src/users.ts`. Whether it is a test or a
 * migration is told by this, and not by where somebody keeps the repository.
 */
export function placeInRepository(fileName: string): string {
  let nearest = "";
  for (const root of roots) {
    if (root.length > nearest.length && fileName.startsWith(`${root}/`)) nearest = root;
  }
  return fileName.slice(nearest.length);
}
