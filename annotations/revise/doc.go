// Package revise says what becomes of a project's schema when somebody changes
// it: what differs between two schemas (Diff), what has to stay because
// annotations use it (Keep), and how two people's changes of one version come
// together (Merge). Check does all three for a schema that is to be saved.
//
// Ideas
//
//   - A schema is a tree of JSON values in which the elements of a list have ids.
//     Diff and Merge walk that tree and know nothing of labels or links, so a field
//     that the schema gains later is compared and merged without a change here.
//   - Places are paths of ids, the same that annotations.Usage counts by:
//     "labels.quote.name.de", "attributes.medium.values.speech".
//   - Nothing that is used gets lost: what the next schema lacks is taken over from
//     the present one and retired there.
//   - Where two people changed the same place, Merge takes the one and says so; a
//     part that one removed and the other changed stays.
//
// It stores nothing and asks nobody: what is used comes in as counts.
package revise
