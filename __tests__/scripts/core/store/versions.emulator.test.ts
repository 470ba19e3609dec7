/** Retention against the emulator's versions, delete markers and object lock. */
import { emulatorEndpoint, testClients } from "../../../helpers/emulator";
import { describeVersions } from "../../../helpers/stores/versions-suite";

describe("retention on the emulator", () => {
  describeVersions(() => {
    const { s3, region } = testClients();
    return { s3, region, endpoint: emulatorEndpoint() };
  });
});
