const CREDENTIALS = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;

/** Credentials that only a server of a test takes, in the environment of this process, for the tests of a file or a block. */
export function useTestCredentials(): void {
  const saved = CREDENTIALS.map((name) => process.env[name]);
  beforeAll(() => {
    for (const name of CREDENTIALS) process.env[name] = "test";
  });
  afterAll(() => {
    for (const [index, name] of CREDENTIALS.entries())
      if (saved[index] === undefined) delete process.env[name];
      else process.env[name] = saved[index];
  });
}
