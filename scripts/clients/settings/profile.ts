/** The profile in use, from the files that the AWS CLI and the SDKs share. The SDK reads each of them once. */
import { loadSharedConfigFiles } from "@smithy/core/config";

type Section = Readonly<Record<string, string | undefined>>;

export interface SharedProfile {
  readonly profile: Section;
  /** Other sections, such as `services.NAME`. */
  section(name: string): Section | undefined;
}

/** The config file wins over the credentials file, as in the SDK. */
export async function sharedProfile(env: Section): Promise<SharedProfile> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const name = env.AWS_PROFILE || "default";
  return {
    profile: { ...credentialsFile[name], ...configFile[name] },
    section: (other) => configFile[other],
  };
}
