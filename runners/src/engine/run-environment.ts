/** An environment without what tells why a command was started: a run must not know whether it is a verification. */
export function runEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(npm_|GITHUB_|CI_|INIT_CWD$|_$)/.test(name)));
}
