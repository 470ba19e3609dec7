/** `expect(policies).toAllow(request)`: import this file for its effect. A failure names the statement that decided. */
import type { Claim, ClaimRequest } from "../../presets/common/claims/claim";
import { claimProblem } from "./check-claims";
import { evaluate } from "./evaluate";
import { PolicyCheckError, type PolicySet } from "./policy-set";

const matchers: jest.ExpectExtendMap = {
  toAllow(set: PolicySet, request: ClaimRequest, by?: string) {
    return check(this, set, { ...request, says: "this should be allowed", expect: "allowed" }, by);
  },
  toDeny(set: PolicySet, request: ClaimRequest, by?: string) {
    return check(this, set, { ...request, says: "this should be denied", expect: "denied" }, by);
  },
};

async function check(
  { isNot }: jest.MatcherContext,
  set: PolicySet,
  claim: Claim,
  by: string | undefined,
): Promise<jest.CustomMatcherResult> {
  if (isNot === true)
    throw new PolicyCheckError("use toDeny in place of not.toAllow, and toAllow in place of not.toDeny");
  const problem = claimProblem(by === undefined ? claim : { ...claim, by }, evaluate(set, claim));
  return { pass: problem === undefined, message: () => problem ?? "the claim holds" };
}

expect.extend(matchers);

declare global {
  namespace jest {
    interface Matchers<R> {
      /**
       * The set of policies allows the request.
       *
       * @param by sid of a statement that must be among those that allow it
       */
      toAllow(request: ClaimRequest, by?: string): Promise<R>;
      /**
       * The set of policies refuses the request.
       *
       * @param by sid of the statement that must deny it
       */
      toDeny(request: ClaimRequest, by?: string): Promise<R>;
    }
  }
}
