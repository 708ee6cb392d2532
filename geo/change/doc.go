// Package change tells what became of territories between two states: two editions, or two lists.
//
// [Between] compares two [Side] and gives one [Change] a territory that is not what it was, each with its kinds:
//
//   - added, removed: one side has no such territory;
//   - amended: the list changed its members;
//   - drifted: the registers changed below a list that says the same, and communes came or left;
//   - dissolved: a member of the list is no more in the registers, with the groupings that have its communes now;
//   - recoded: communes merged, were cut or took another code, and the ground stayed;
//   - redigitised: the same ground is drawn otherwise;
//   - unresolved: one side has no register of EPT, or none of EPCI, and a member is one: its communes are not compared;
//   - renamed: the name differs by more than spaces, apostrophes, dashes and their kinds.
//
// The codes of the first side are brought to the vintage of the second by a [cog.History]: a merger inside a territory is no
// move. A commune that moved is told with the event, the territory and the EPCI that it left, and those that it came to.
//
// Invariants:
//
//  1. A commune that came or left has one cause: drifted where the list of before, read in the registers of after, tells it too;
//     amended otherwise.
//  2. Two equal sides give no change. Whichever side comes first, the same communes move, with came and left exchanged.
//  3. Communes are those of the registers, with a polygon or without; only areas and redrawn borders need polygons.
//
// It is not a judge: whether a committee must see a change is for its reader, which [Change.Todo] helps.
package change
