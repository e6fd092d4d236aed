package formats_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/formats"
)

func TestClaimReviewWritesTheDocumentedShape(t *testing.T) {
	t.Parallel()
	it := claims(map[string]annotations.Attributes{"Sie kostet 3 Mio. Euro": {
		"verdict": annotations.String("refuted"), "normalized": annotations.String("Die Brücke kostet </3 Millionen."), "claim_date": annotations.String("2025-10-16")}})
	speaker := it.Document.Text
	f := []annotations.Fragment{{Start: speaker.Len() - 8, End: speaker.Len() - 1}}
	it.Sets[0].Spans = append(it.Sets[0].Spans, &annotations.Span{ID: "p", Label: "ORG", Fragments: f, Quote: annotations.Quote(speaker, f)})
	it.Sets[0].Links = []*annotations.Link{{ID: "l", Type: "claimer", Roles: map[string][]string{"claim": {"S"}, "speaker": {"p"}}}}
	it.Document.Meta = map[string]string{"url": "https://example.org/a1", "review_url": "https://example.org/check/1", "published": "2025-10-17T08:00:00Z", "publisher": "Beispiel"}
	file, report := write(t, "claimreview", formats.Options{}, it)
	require.Contains(t, file, `kostet <\/3`, "a line may stand in a script element")
	require.JSONEq(t, `[{"@context":"https://schema.org","@type":"ClaimReview","url":"https://example.org/check/1","datePublished":"2025-10-17","claimReviewed":"Die Brücke kostet </3 Millionen.",
	 "author":{"@type":"Organization","name":"Beispiel"},
	 "itemReviewed":{"@type":"Claim","author":{"@type":"Organization","name":"Schluss"},"datePublished":"2025-10-16","appearance":{"@type":"CreativeWork","url":"https://example.org/a1"}},
	 "reviewRating":{"@type":"Rating","ratingValue":1,"bestRating":5,"worstRating":1,"alternateName":"widerlegt"}}]`, file)
	require.Empty(t, report.Losses)
	require.Equal(t, 1, report.Links)
}

func TestClaimReviewWritesClaimsWithAVerdictOnly(t *testing.T) {
	t.Parallel()
	it := claims(map[string]annotations.Attributes{"Die Brücke": nil, "alt": {"verdict": annotations.String("not_enough_evidence")}})
	it.Document.Meta = map[string]string{"url": "https://example.org/a1"}
	file, report := write(t, "claimreview", formats.Options{}, it)
	var all []struct {
		URL    string
		Author struct{ Name string }
		Item   struct{ Appearance any } `json:"itemReviewed"`
		Rating map[string]any           `json:"reviewRating"`
	}
	require.NoError(t, json.Unmarshal([]byte(file), &all))
	require.Len(t, all, 1)
	require.Equal(t, map[string]any{"@type": "Rating", "alternateName": "nicht genug Belege"}, all[0].Rating, "it has no points")
	require.Equal(t, "https://example.org/a1", all[0].URL, "the article is the review")
	require.Nil(t, all[0].Item.Appearance)
	require.Equal(t, "example.org", all[0].Author.Name)
	require.Equal(t, map[formats.Reason]int{formats.AttributeMissing: 1}, report.Losses)
	it.Document.Meta["url"] = "javascript:alert(1)"
	file, report = write(t, "claimreview", formats.Options{}, it)
	require.NotContains(t, file, "javascript")
	require.Equal(t, 2, report.Losses[formats.AttributeMissing])
	file, report = write(t, "claimreview", formats.Options{})
	require.Equal(t, "[]\n", file)
	require.Empty(t, report.Losses)
}

func TestClaimReviewTakesARatingOfOnesOwn(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]any{"2.5": 2.5, "halb": nil, "NaN": nil} {
		it := claims(map[string]annotations.Attributes{"alt": {"rating_value": annotations.String(value), "rating_text": annotations.String("Halb so wild")}})
		file, _ := write(t, "claimreview", formats.Options{}, it)
		var all []struct {
			Rating map[string]any `json:"reviewRating"`
		}
		require.NoError(t, json.Unmarshal([]byte(file), &all))
		require.Equal(t, "Halb so wild", all[0].Rating["alternateName"])
		require.Equal(t, want, all[0].Rating["ratingValue"])
	}
}
