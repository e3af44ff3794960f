/** Tells whether a source is a test, or stands in for something in one: nothing that the program itself runs. */
export function isTestFile(path: string): boolean {
  return testFile.test(path);
}

const testFile =
  /(^|\/)(tests?|e2e|__(tests?|mocks?|e2e|specs?)__|mocks?|fixtures?)\/|([.-](test|spec|mock)|\w\.(test|spec)\.[\w-]+)\.\w+$/i;
