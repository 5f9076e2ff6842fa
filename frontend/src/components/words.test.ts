import { expect, it } from "vitest";
import { inPageWords } from "./words";

it.each([
  ["lower n_components or choose a simpler covariance_type.", "lower Components or choose a simpler Shape."],
  ["raise n_init to look further.", "raise Starts to look further."],
  ["raise max_iter, or tol if", "raise the iteration limit, or the tolerance if"],
  ["or raise covariance_floor.", "or raise the covariance floor."],
  ["Column 'tol' is constant; it doesn't help n_init.", "Column 'tol' is constant; it doesn't help Starts."],
  ["The tolerance stays, and so does my_tol.", "The tolerance stays, and so does my_tol."],
])("says in the page's words: %s", (sentence, words) => {
  expect(inPageWords(sentence)).toBe(words);
});
