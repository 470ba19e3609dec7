package main

import (
	"encoding/json"
	"sort"
)

// unordered is one text for all orders of a document's lists.
func unordered(value any) string {
	switch value := value.(type) {
	case []any:
		items := make([]string, len(value))
		for at, item := range value {
			items[at] = unordered(item)
		}
		sort.Strings(items)
		encoded, _ := json.Marshal(items)
		return string(encoded)
	case map[string]any:
		entries := map[string]string{}
		for key, item := range value {
			entries[key] = unordered(item)
		}
		encoded, _ := json.Marshal(entries)
		return string(encoded)
	default:
		encoded, _ := json.Marshal(value)
		return string(encoded)
	}
}
