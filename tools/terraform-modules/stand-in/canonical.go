package main

import (
	"encoding/json"
	"fmt"
	"sort"
)

// unordered is one text for all ways of writing a policy: order does not count, a list of one is its item, and numbers are texts.
func unordered(value any) string {
	switch value := value.(type) {
	case []any:
		items := make([]string, len(value))
		for at, item := range value {
			items[at] = unordered(item)
		}
		if len(items) == 1 {
			return items[0]
		}
		sort.Strings(items)
		return encoded(items)
	case map[string]any:
		entries := map[string]string{}
		for key, item := range value {
			entries[key] = unordered(item)
		}
		return encoded(entries)
	default:
		return fmt.Sprint(value)
	}
}

func encoded(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(text)
}
