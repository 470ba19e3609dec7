package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// unordered is one text for all ways of writing a policy: a list is a set, one of one is its item, numbers are texts, and what numbers a Sid says nothing.
func unordered(value any) string {
	switch value := value.(type) {
	case []any:
		items := make([]string, len(value))
		for at, item := range value {
			items[at] = unordered(item)
		}
		slices.Sort(items)
		items = slices.Compact(items)
		if len(items) == 1 {
			return items[0]
		}
		return encoded(items)
	case map[string]any:
		entries := map[string]string{}
		for key, item := range value {
			entries[key] = unordered(item)
			if key == "Sid" {
				entries[key] = strings.TrimRight(entries[key], "0123456789")
			}
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
