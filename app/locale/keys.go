package locale

// The product and its frame.
const (
	AppName      Key = "app_name"
	Skip         Key = "skip"
	Trail        Key = "trail"
	Loading      Key = "loading"
	Close        Key = "close"
	Cancel       Key = "cancel"
	Retry        Key = "retry"
	Copy         Key = "copy"
	More         Key = "more"
	Settings     Key = "settings"
	Help         Key = "help"
	SignedInAs   Key = "signed_in_as"
	SignOut      Key = "sign_out"
	Optional     Key = "optional"
	Required     Key = "required"
	UpdateReady  Key = "update_ready"
	UpdateReload Key = "update_reload"
)

// What went wrong with a whole page.
const (
	Unreachable      Key = "unreachable"
	UnreachableTitle Key = "unreachable_title"
	Unexpected       Key = "unexpected"
	ProblemTitle     Key = "problem_title"
	RequestID        Key = "request_id"
	NotFoundTitle    Key = "not_found_title"
	NotFoundText     Key = "not_found_text"
	ToProjects       Key = "to_projects"
)

// Signing in.
const (
	SignInTitle   Key = "sign_in_title"
	SignInNeeded  Key = "sign_in_needed"
	SignInHow     Key = "sign_in_how"
	SignInAsk     Key = "sign_in_ask"
	SignInWorking Key = "sign_in_working"
	SignInFailed  Key = "sign_in_failed"
	SignInUsed    Key = "sign_in_used"
	SignInAlready Key = "sign_in_already"
)

// Projects.
const (
	ProjectsTitle           Key = "projects_title"
	ProjectNew              Key = "project_new"
	ProjectName             Key = "project_name"
	ProjectNameHelp         Key = "project_name_help"
	ProjectTitle            Key = "project_title"
	ProjectTitlePlaceholder Key = "project_title_placeholder"
	ProjectCreate           Key = "project_create"
	ProjectNameBad          Key = "project_name_bad"
	ProjectTaken            Key = "project_taken"
	ProjectsEmptyTitle      Key = "projects_empty_title"
	ProjectsEmptyText       Key = "projects_empty_text"
	ProjectDocuments        Key = "project_documents"
	ProjectSpans            Key = "project_spans"
	ProjectProgress         Key = "project_progress"
	ProjectNothing          Key = "project_nothing"
)

// Documents.
const (
	DocumentsSearch            Key = "documents_search"
	DocumentsSearchPlaceholder Key = "documents_search_placeholder"
	DocumentsNone              Key = "documents_none"
	DocumentsNoneText          Key = "documents_none_text"
	DocumentsClear             Key = "documents_clear"
	DocumentsEmptyTitle        Key = "documents_empty_title"
	DocumentsEmptyText         Key = "documents_empty_text"
	DocumentAdd                Key = "document_add"
	DocumentAddTitle           Key = "document_add_title"
	DocumentText               Key = "document_text"
	DocumentTextHelp           Key = "document_text_help"
	DocumentTitle              Key = "document_title"
	DocumentTitleHelp          Key = "document_title_help"
	DocumentSave               Key = "document_save"
	DocumentSaving             Key = "document_saving"
	DocumentEmpty              Key = "document_empty"
	DocumentExists             Key = "document_exists"
	DocumentFile               Key = "document_file"
	DocumentDrop               Key = "document_drop"
	DocumentCharacters         Key = "document_characters"
	DocumentSpans              Key = "document_spans"
	DocumentNoSpans            Key = "document_no_spans"
	DocumentPeople             Key = "document_people"
	DocumentAdded              Key = "document_added"
	DocumentCount              Key = "document_count"
	ImportHelp                 Key = "import_help"
	ImportDone                 Key = "import_done"
	ImportExisting             Key = "import_existing"
	ImportSpans                Key = "import_spans"
	ImportLine                 Key = "import_line"
	ImportProblems             Key = "import_problems"
	ImportKind                 Key = "import_kind"
)

// Export.
const (
	ExportTitle          Key = "export_title"
	ExportLead           Key = "export_lead"
	ExportFormat         Key = "export_format"
	ExportSet            Key = "export_set"
	ExportGalley         Key = "export_galley"
	ExportGalleyText     Key = "export_galley_text"
	ExportDoccano        Key = "export_doccano"
	ExportDoccanoText    Key = "export_doccano_text"
	ExportDoccanoRel     Key = "export_doccano_rel"
	ExportDoccanoRelText Key = "export_doccano_rel_text"
	ExportAll            Key = "export_all"
	ExportAllText        Key = "export_all_text"
	ExportGold           Key = "export_gold"
	ExportGoldText       Key = "export_gold_text"
	ExportMine           Key = "export_mine"
	ExportMineText       Key = "export_mine_text"
	ExportButton         Key = "export_button"
	ExportCommand        Key = "export_command"
	ExportOffsets        Key = "export_offsets"
)

// Settings.
const (
	SettingsLanguage   Key = "settings_language"
	SettingsTheme      Key = "settings_theme"
	ThemeSystem        Key = "theme_system"
	ThemeLight         Key = "theme_light"
	ThemeDark          Key = "theme_dark"
	SettingsReading    Key = "settings_reading"
	ReadingSmall       Key = "reading_small"
	ReadingMedium      Key = "reading_medium"
	ReadingLarge       Key = "reading_large"
	SettingsSample     Key = "settings_sample"
	SettingsUnsent     Key = "settings_unsent"
	SettingsUnsentNone Key = "settings_unsent_none"
	SettingsUnsentText Key = "settings_unsent_text"
	SettingsUnsentRow  Key = "settings_unsent_row"
	SettingsUnsentOpen Key = "settings_unsent_open"
	SettingsUnsentSave Key = "settings_unsent_save"
	SettingsUnsentBad  Key = "settings_unsent_bad"
	SettingsUnsentWhen Key = "settings_unsent_when"
	SettingsAccount    Key = "settings_account"
	SettingsVersion    Key = "settings_version"
)

// The bar above the article.
const (
	TopPrevious   Key = "top_previous"
	TopNext       Key = "top_next"
	TopUndo       Key = "top_undo"
	TopRedo       Key = "top_redo"
	TopSubmit     Key = "top_submit"
	TopReopen     Key = "top_reopen"
	TopSubmitHelp Key = "top_submit_help"
	TopReopenHelp Key = "top_reopen_help"
	TopOwner      Key = "top_owner"
	TopGold       Key = "top_gold"
	TopMenu       Key = "top_menu"
)

// The save badge.
const (
	SaveSaved          Key = "save_saved"
	SaveSaving         Key = "save_saving"
	SaveOffline        Key = "save_offline"
	SaveOfflineWaiting Key = "save_offline_waiting"
	SaveAttention      Key = "save_attention"
	SaveSavedText      Key = "save_saved_text"
	SaveSavingText     Key = "save_saving_text"
	SaveKept           Key = "save_kept"
	SaveNotKept        Key = "save_not_kept"
	SaveOfflineText    Key = "save_offline_text"
	SaveAttentionText  Key = "save_attention_text"
	SaveCopy           Key = "save_copy"
	SaveRetry          Key = "save_retry"
	SaveSignIn         Key = "save_sign_in"
	SaveSignInText     Key = "save_sign_in_text"
	SaveDetails        Key = "save_details"
)

// Labels.
const (
	LabelBar     Key = "label_bar"
	LabelPick    Key = "label_pick"
	LabelFilter  Key = "label_filter"
	LabelNone    Key = "label_none"
	FamilyClaim  Key = "family_claim"
	FamilyQuote  Key = "family_quote"
	FamilyRole   Key = "family_role"
	FamilyEntity Key = "family_entity"
	FamilyPlain  Key = "family_plain"
)

// Inspector.
const (
	InspectorTitle           Key = "inspector_title"
	InspectorEmptyText       Key = "inspector_empty_text"
	InspectorChange          Key = "inspector_change"
	InspectorFragments       Key = "inspector_fragments"
	InspectorCount           Key = "inspector_count"
	InspectorStart           Key = "inspector_start"
	InspectorEnd             Key = "inspector_end"
	EdgeStartBack            Key = "edge_start_back"
	EdgeStartForth           Key = "edge_start_forth"
	EdgeEndBack              Key = "edge_end_back"
	EdgeEndForth             Key = "edge_end_forth"
	InspectorAttributes      Key = "inspector_attributes"
	InspectorUnset           Key = "inspector_unset"
	InspectorRemoveValue     Key = "inspector_remove_value"
	InspectorNote            Key = "inspector_note"
	InspectorNotePlaceholder Key = "inspector_note_placeholder"
	InspectorLinks           Key = "inspector_links"
	InspectorUnlink          Key = "inspector_unlink"
	InspectorSelf            Key = "inspector_self"
	InspectorGuideline       Key = "inspector_guideline"
	InspectorDelete          Key = "inspector_delete"
	BadURL                   Key = "bad_url"
	BadDate                  Key = "bad_date"
	BadQID                   Key = "bad_qid"
	BadLong                  Key = "bad_long"
	SheetOpen                Key = "sheet_open"
	SheetClose               Key = "sheet_close"
	ArticleLabel             Key = "article_label"
	HandleStart              Key = "handle_start"
	HandleEnd                Key = "handle_end"
	FoldClosed               Key = "fold_closed"
	FoldOpen                 Key = "fold_open"
)

// Help.
const (
	HelpTitle   Key = "help_title"
	HelpText    Key = "help_text"
	HelpTagging Key = "help_tagging"
	HelpMoving  Key = "help_moving"
	HelpEditing Key = "help_editing"
	HelpElse    Key = "help_else"
)

// Keys: how a person sets them; the values with a dot are the reasons of package state.
const (
	KeysTitle         Key = "keys_title"
	KeysText          Key = "keys_text"
	KeysProfile       Key = "keys_profile"
	KeysProfileText   Key = "keys_profile_text"
	KeysNewsroom      Key = "keys_newsroom"
	KeysProdigy       Key = "keys_prodigy"
	KeysSingle        Key = "keys_single"
	KeysSingleText    Key = "keys_single_text"
	KeysSingleOn      Key = "keys_single_on"
	KeysSingleArticle Key = "keys_single_article"
	KeysSingleOff     Key = "keys_single_off"
	KeysChange        Key = "keys_change"
	KeysPress         Key = "keys_press"
	KeysBack          Key = "keys_back"
	KeysReset         Key = "keys_reset"
	KeysAltGr         Key = "keys.altgr"
	KeysBrowser       Key = "keys.browser"
	KeysFixed         Key = "keys.fixed"
	KeysDigit         Key = "keys.digit"
	KeysShift         Key = "keys.shift"
	KeysReview        Key = "keys.review"
	KeysTaken         Key = "keys.taken"
	KeysUnknown       Key = "keys.unknown"
)

// Stories.
const (
	StoriesTitle Key = "stories_title"
)

// What the keys do; their values are used by the table of keys in package state.
const (
	KeyRemove           Key = "key.remove"
	KeyLink             Key = "key.link"
	KeyNote             Key = "key.note"
	KeyFields           Key = "key.fields"
	KeyNextSpan         Key = "key.next_span"
	KeyPreviousSpan     Key = "key.previous_span"
	KeyEndRight         Key = "key.end_right"
	KeyEndLeft          Key = "key.end_left"
	KeyStartLeft        Key = "key.start_left"
	KeyStartRight       Key = "key.start_right"
	KeyEndRightChar     Key = "key.end_right_char"
	KeyEndLeftChar      Key = "key.end_left_char"
	KeyStartLeftChar    Key = "key.start_left_char"
	KeyStartRightChar   Key = "key.start_right_char"
	KeyUndo             Key = "key.undo"
	KeyRedo             Key = "key.redo"
	KeySubmit           Key = "key.submit"
	KeyNextDocument     Key = "key.next_document"
	KeyPreviousDocument Key = "key.previous_document"
	KeyUnfold           Key = "key.unfold"
	KeyList             Key = "key.list"
	KeyDeselect         Key = "key.deselect"
	KeySaved            Key = "key.saved"
	KeyHelp             Key = "key.help"
)

// What is printed on keys.
const (
	CapDelete     Key = "cap.Delete"
	CapBackspace  Key = "cap.Backspace"
	CapCtrl       Key = "cap.Ctrl"
	CapShift      Key = "cap.Shift"
	CapEnter      Key = "cap.Enter"
	CapEscape     Key = "cap.Escape"
	CapArrowLeft  Key = "cap.ArrowLeft"
	CapArrowRight Key = "cap.ArrowRight"
	CapArrowUp    Key = "cap.ArrowUp"
	CapArrowDown  Key = "cap.ArrowDown"
)

// Notices: what a message of the annotating screen tells; their values are used by package state.
const (
	NoticeMarkFirst      Key = "notice.mark_first"
	NoticeLinkFirst      Key = "notice.link_first"
	NoticeLinkNothing    Key = "notice.link_nothing"
	NoticeNothingToUndo  Key = "notice.nothing_to_undo"
	NoticeStepSkipped    Key = "notice.step_skipped"
	NoticeStepInPart     Key = "notice.step_in_part"
	NoticeNothingToRedo  Key = "notice.nothing_to_redo"
	NoticeSaveSaved      Key = "notice.save_saved"
	NoticeSaveSaving     Key = "notice.save_saving"
	NoticeSaveOffline    Key = "notice.save_offline"
	NoticeSaveAttention  Key = "notice.save_attention"
	NoticeNotKept        Key = "notice.not_kept"
	NoticeNeedsYou       Key = "notice.needs_you"
	NoticeSignedOut      Key = "notice.signed_out"
	NoticeStateOpen      Key = "notice.state_open"
	NoticeStateSubmitted Key = "notice.state_submitted"
	NoticeStateReturned  Key = "notice.state_returned"
	NoticeStateAccepted  Key = "notice.state_accepted"
	NoticeCopied         Key = "notice.copied"
	NoticeCopyFailed     Key = "notice.copy_failed"
)

// Blocks' roles.
const (
	RoleBreadcrumb Key = "role.breadcrumb"
	RoleKicker     Key = "role.kicker"
	RoleHeadline   Key = "role.headline"
	RoleStandfirst Key = "role.standfirst"
	RoleByline     Key = "role.byline"
	RoleCaption    Key = "role.caption"
	RoleDateline   Key = "role.dateline"
	RoleBody       Key = "role.body"
	RoleSubhead    Key = "role.subhead"
	RoleTeaser     Key = "role.teaser"
	RoleRelated    Key = "role.related"
	RoleNote       Key = "role.note"
	RoleAdvert     Key = "role.advert"
)

// How far a set has come.
const (
	StateOpen      Key = "state.open"
	StateStarted   Key = "state.started"
	StateSubmitted Key = "state.submitted"
	StateReturned  Key = "state.returned"
	StateAccepted  Key = "state.accepted"
)

// Tagging all occurrences.
const (
	BulkTitle          Key = "bulk_title"
	BulkUntagTitle     Key = "bulk_untag_title"
	BulkAs             Key = "bulk_as"
	BulkAnyCase        Key = "bulk_any_case"
	BulkGenitive       Key = "bulk_genitive"
	BulkCount          Key = "bulk_count"
	BulkNone           Key = "bulk_none"
	BulkAll            Key = "bulk_all"
	BulkClear          Key = "bulk_clear"
	BulkDone           Key = "bulk_done"
	BulkInside         Key = "bulk_inside"
	BulkApply          Key = "bulk_apply"
	BulkDelete         Key = "bulk_delete"
	BulkList           Key = "bulk_list"
	NoticeAllMarkFirst Key = "notice.all_mark_first"
	NoticeAllOnePiece  Key = "notice.all_one_piece"
	NoticeAllNothing   Key = "notice.all_nothing"
	NoticeAllTagged    Key = "notice.all_tagged"
	NoticeAllUntagged  Key = "notice.all_untagged"
	KeyTagAll          Key = "key.tag_all"
	KeyUntagAll        Key = "key.untag_all"
)

// The register of speakers.
const (
	SpeakersTitle          Key = "speakers_title"
	SpeakersQuotes         Key = "speakers_quotes"
	SpeakersQID            Key = "speakers_qid"
	SpeakersNoName         Key = "speakers_no_name"
	SpeakersAttribute      Key = "speakers_attribute"
	SpeakersAdd            Key = "speakers_add"
	SpeakersMentions       Key = "speakers_mentions"
	SpeakersWho            Key = "speakers_who"
	SpeakersWhom           Key = "speakers_whom"
	SpeakersHint           Key = "speakers_hint"
	InspectorNumber        Key = "inspector_number"
	InspectorNumbers       Key = "inspector_numbers"
	NoticeSpeakerSelect    Key = "notice.speaker_select"
	NoticeSpeakerNone      Key = "notice.speaker_none"
	NoticeSpeakerAlready   Key = "notice.speaker_already"
	NoticeSpeakerSet       Key = "notice.speaker_set"
	NoticeSpeakerNeedsName Key = "notice.speaker_needs_name"
	KeySpeaker             Key = "key.speaker"
)
