/** Whether a program may deploy anything, by its name: declarations of types and tests do not. */
export function mayDeploy(uri: string): boolean {
  return !deploysNothing.test(uri);
}

const deploysNothing =
  /\.d\.[cm]?ts$|[./_-](?:test|spec)\.[cm]?[jt]sx?$|\/test_[^/]*\.py$|_test\.(?:py|go)$|Test\.java$|Tests?\.cs$|\/__tests__\//i;
